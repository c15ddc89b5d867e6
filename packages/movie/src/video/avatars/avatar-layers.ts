import type { Persona } from "@proxx/contract";
import type { Fonts } from "@proxx/drawing";
import type { TimelineLayer } from "@proxx/renderer";
import type { MovieTimes } from "../../timeline/movie-times.ts";
import { scaleOf, shapeOf, type FrameSize } from "../look.ts";
import { avatarMoments, type Side } from "./avatar-moments.ts";
import { artPicture, type AvatarArt } from "./avatar-art.ts";
import { avatarPicture } from "./avatar-picture.ts";

export interface AvatarOptions {
  readonly personas: readonly Persona[];
  /** How far the mouth is open in each line, by its id. */
  readonly mouths: ReadonlyMap<string, readonly number[]>;
  readonly size: FrameSize;
  /** Around whoever speaks, `#rrggbb`. */
  readonly accent: string;
  /** Faces that somebody drew, by the ids of personas. */
  readonly art: ReadonlyMap<string, AvatarArt>;
  readonly fonts: Pick<Fonts, "renderer">;
}

/** Of the first persona, of the second, and so on: told apart in any theme. */
const COLOURS = ["#4f7fe0", "#d9824a", "#3fa08a", "#a86cc4", "#cf5a74", "#7d8a3c"];
/** From how far on a mouth is open that is either open or shut. */
const OPEN = 2;
/** Of who listens. */
const LISTENING_OPACITY = 0.6;

/** The faces of those who speak, beside the subtitles. */
export function avatarLayers(times: MovieTimes, options: AvatarOptions): TimelineLayer[] {
  const { personas, mouths, size, accent, art, fonts } = options;
  return avatarMoments(times, personas, mouths).map(
    ({ persona, side, from, to, isSpeaking, mouth, eyesOpen, sway }) => {
      const { x, y, diameter } = placeOf(side, size);
      const colour = COLOURS[personas.indexOf(persona) % COLOURS.length] ?? accent;
      const ring = isSpeaking ? accent : null;
      const own = art.get(persona.id);
      const picture =
        own === undefined
          ? avatarPicture({ size: diameter, colour, ring, mouth, eyesOpen })
          : artPicture(mouth >= OPEN ? own.open : own.closed, { size: diameter, colour, ring }, fonts);
      return {
        picture,
        from,
        to,
        x,
        y: y + 2 * Math.round(sway * scaleOf(size)),
        opacity: isSpeaking ? 1 : LISTENING_OPACITY,
      };
    },
  );
}

/** In pixels of a frame of 1920x1080, 1080x1920 and 1080x1080: `y` from the top, or from the bottom. */
const PLACES = {
  wide: { diameter: 144, margin: 48, fromBottom: 48 },
  tall: { diameter: 168, margin: 64, fromBottom: 1920 - 1264 - 168 },
  square: { diameter: 96, margin: 48, fromBottom: 1080 - 48 - 96 },
};

function placeOf(side: Side, size: FrameSize) {
  const scale = scaleOf(size);
  const { diameter, margin, fromBottom } = PLACES[shapeOf(size)];
  const even = (value: number) => 2 * Math.round((value * scale) / 2);
  const width = even(diameter);
  return {
    diameter: width,
    x: side === "left" ? even(margin) : size.width - even(margin) - width,
    y: size.height - even(fromBottom) - width,
  };
}
