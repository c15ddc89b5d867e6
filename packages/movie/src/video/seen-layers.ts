import type { Script, SubtitleStyle } from "@proxx/contract";
import type { CaptionStyle, Fonts } from "@proxx/drawing";
import type { MovieTimes } from "../timeline/movie-times.ts";
import type { AvatarArt } from "./avatars/avatar-art.ts";
import { avatarLayers } from "./avatars/avatar-layers.ts";
import { captionLayers } from "./caption-layers.ts";
import type { Film } from "./film/open-film.ts";
import { shapeOf, subtitleStyle, type FrameSize } from "./look.ts";
import { progressLayers } from "./progress-layers.ts";
import type { ShownSlide } from "./shown-slide.ts";
import { slideLayers, type Transition } from "./slide-layers.ts";

/** What of the options of a movie decides what is seen. */
export interface SeenOptions {
  readonly size: FrameSize;
  readonly fonts: Fonts;
  readonly slides: ReadonlyMap<string, readonly ShownSlide[]>;
  readonly spoken: readonly { readonly id: string; readonly mouth?: readonly number[] | undefined }[];
  readonly colours: { readonly accent: string; readonly hairline: string };
  /** Faces that somebody drew, by the ids of personas. */
  readonly art: ReadonlyMap<string, AvatarArt>;
  /** What runs behind sections, by their ids. */
  readonly films: ReadonlyMap<string, Film>;
  readonly transition?: Transition | undefined;
  readonly kenBurns?: boolean | undefined;
  readonly subtitles?: boolean | CaptionStyle | undefined;
  /** Of those that are not given a style of their own. @default "box" */
  readonly subtitleStyle?: SubtitleStyle | undefined;
  readonly highlight?: boolean | undefined;
  readonly progressLine?: boolean | undefined;
  readonly avatars?: boolean | undefined;
}

/** All that is seen of a movie, from back to front. */
export async function seenLayers(script: Script, times: MovieTimes, options: SeenOptions) {
  const { size, art, films, slides, fonts, subtitles = true, transition = "fade", kenBurns = true, colours } = options;
  const style = subtitles === true ? subtitleStyle(size, options.subtitleStyle) : subtitles;
  const captions =
    style === false
      ? []
      : await captionLayers(times.captions, {
          fonts,
          style,
          size,
          language: script.language,
          highlight: options.highlight ?? shapeOf(size) === "tall",
          frames: times.frames,
          frameRate: times.frameRate,
        });
  const progress =
    options.progressLine === true
      ? progressLayers(times, { size, colour: colours.accent, track: colours.hairline })
      : [];
  const mouths = new Map(options.spoken.map(({ id, mouth = [] }) => [id, mouth]));
  const personas = options.avatars === false ? [] : (script.personas ?? []);
  const avatars = avatarLayers(times, { personas, mouths, size, accent: colours.accent, art, fonts });
  return [...slideLayers(times, slides, { size, transition, kenBurns, films }), ...avatars, ...progress, ...captions];
}
