import { resolve } from "node:path";
import { didYouMean, ProxxError, type MovieConfig } from "@proxx/contract";
import type { Rational } from "@proxx/media";
import { THEME_NAMES, themeColors, type Brand, type ThemeName } from "@proxx/slides";
import type { Music } from "../audio/mix/mix-sound.ts";
import { rateOf, sizeOf } from "./frame-of.ts";

/** How a movie is made, with nothing left open but what each step decides. */
export interface MovieSettings {
  voice: string | undefined;
  theme: ThemeName;
  brand: Brand | undefined;
  colours: { background: string; accent: string; hairline: string };
  size: { width: number; height: number };
  frameRate: Rational;
  transition: MovieConfig["transition"];
  subtitles: boolean;
  progressLine: boolean;
  music: Music | undefined;
}

/** What a configuration means. Paths in it start at its folder. */
export function movieSettings(config: MovieConfig, configFolder: string): MovieSettings {
  const { theme: wanted = "quiet", size: shape = "16:9", frame_rate: rate = 30, brand: written, music } = config;
  const theme = THEME_NAMES.find((name) => name === wanted);
  if (theme === undefined) {
    throw new ProxxError("invalid_document", `There is no theme \`${wanted}\`.`, {
      hint: `${didYouMean(wanted, THEME_NAMES)}There are ${THEME_NAMES.join(", ")}.`,
    });
  }
  const size = sizeOf(shape);
  if (size === null) {
    throw new ProxxError("invalid_document", `${shape} is no size of a movie.`, {
      hint: "Write 16:9, 9:16, 1:1, or width and height, both even, from 240 to 4096, such as `1280x720`.",
    });
  }
  const brand = written === undefined ? undefined : brandOf(written);
  return {
    voice: config.voice,
    theme,
    brand,
    colours: themeColors(theme, brand),
    size,
    frameRate: rateOf(rate),
    transition: config.transition,
    subtitles: config.subtitles ?? true,
    progressLine: config.progress_line ?? false,
    music:
      music === undefined
        ? undefined
        : { path: resolve(configFolder, music.path), belowDecibels: music.below_decibels },
  };
}

/** Without the keys that are there and say nothing. */
function brandOf(written: NonNullable<MovieConfig["brand"]>): Brand {
  return Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined));
}
