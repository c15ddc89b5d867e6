import { filter } from "@proxx/media";
import { SAMPLE_RATE, type Sound } from "../composition.ts";
import { mixSounds, shapeSound } from "./sound-edits.ts";

/** How a sound is laid under a film. Times are in seconds, the volume is a factor. */
export interface SoundPlacement {
  offset?: number | undefined;
  volume?: number | undefined;
  fadeIn?: number | undefined;
  fadeOut?: number | undefined;
  loop?: boolean | undefined;
}

/** How long a sound that the end of the film cuts off takes to fade out. */
const CUT_FADE_SECONDS = 0.5;

/**
 * A sound placed in a film of so many samples, with silence before and after it. It ends with the film at the latest; null
 * where it would only begin after the film has ended.
 */
export function placeSound(sound: Sound, filmSamples: number, options: SoundPlacement): Sound | null {
  const offset = Math.round((options.offset ?? 0) * SAMPLE_RATE);
  const room = filmSamples - offset;
  if (room <= 0) return null;
  const loops = options.loop === true && sound.samples < room;
  const looped = loops ? filter(sound.stream, "aloop", { loop: -1, size: sound.samples }) : sound.stream;
  const isCut = loops || sound.samples > room;
  const samples = Math.min(room, loops ? room : sound.samples);
  const cut = isCut ? filter(looped, "atrim", { end_sample: samples }) : looped;
  const shaped = shapeSound(
    { stream: cut, samples },
    {
      volume: options.volume,
      fadeIn: inSamples(options.fadeIn ?? 0),
      fadeOut: inSamples(options.fadeOut ?? (isCut ? Math.min(CUT_FADE_SECONDS, samples / SAMPLE_RATE / 2) : 0)),
    },
  );
  const placed = offset === 0 ? shaped.stream : filter(shaped.stream, "adelay", { delays: `${offset}S`, all: true });
  return { stream: filter(placed, "apad", { whole_len: filmSamples }), samples: filmSamples };
}

/** A film's own sound and the sounds laid under it, added up. A limiter keeps the sum's peaks from being cut off. */
export function layUnder(film: Sound | null, sounds: readonly Sound[]): Sound | null {
  const [first, ...others] = film === null ? sounds : [film, ...sounds];
  if (first === undefined || others.length === 0) return first ?? null;
  const mixed = mixSounds([first, ...others]);
  const limited = filter(mixed.stream, "alimiter", { limit: 1, level: false, latency: true });
  return { ...mixed, stream: filter(limited, "aformat", { sample_fmts: "fltp" }) };
}

export function inSamples(seconds: number): number {
  return Math.round(seconds * SAMPLE_RATE);
}
