import { resolve } from "node:path";
import { didYouMean, movieSizeOf, ProxxError, type BrandConfig, type MovieConfig } from "@proxx/contract";
import type { Rational } from "@proxx/media";
import { THEME_NAMES, themeColors, type Brand, type ThemeName } from "@proxx/slides";
import type { Music } from "../audio/mix/mix-sound.ts";
import type { LogoFiles } from "../slides/read-logo.ts";
import { rateOf } from "./frame-of.ts";

/** How a movie is made, with nothing left open but what each step decides. */
export interface MovieSettings {
  voice: string | undefined;
  theme: ThemeName;
  brand: Brand | undefined;
  logo: LogoFiles | undefined;
  colours: { background: string; accent: string; hairline: string };
  size: { width: number; height: number };
  frameRate: Rational;
  transition: MovieConfig["transition"];
  subtitles: boolean;
  subtitleStyle: MovieConfig["subtitle_style"];
  intro: boolean;
  outro: boolean;
  /** Undefined leaves it to the frame's shape. */
  highlightWords: boolean | undefined;
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
  const size = movieSizeOf(shape);
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
    logo: logoOf(written, configFolder),
    colours: themeColors(theme, brand),
    size,
    frameRate: rateOf(rate),
    transition: config.transition,
    subtitles: config.subtitles ?? true,
    subtitleStyle: config.subtitle_style,
    intro: config.intro ?? false,
    outro: config.outro ?? false,
    highlightWords: config.highlight_words,
    progressLine: config.progress_line ?? false,
    music:
      music === undefined
        ? undefined
        : { path: resolve(configFolder, music.path), belowDecibels: music.below_decibels },
  };
}

/** What of it is no file, without the keys that are there and say nothing. */
export function brandOf(written: BrandConfig): Brand {
  const named = Object.entries(written).filter(([key, value]) => value !== undefined && !FILES.includes(key));
  return Object.fromEntries(named);
}

const FILES: readonly string[] = ["fonts", "logo", "logo_on_dark"] satisfies (keyof BrandConfig)[];

export function logoOf(brand: BrandConfig | undefined, folder: string): LogoFiles | undefined {
  const { logo, logo_on_dark: onDark } = brand ?? {};
  const path = logo ?? onDark;
  if (path === undefined) return undefined;
  return { path: resolve(folder, path), onDark: resolve(folder, onDark ?? path) };
}
