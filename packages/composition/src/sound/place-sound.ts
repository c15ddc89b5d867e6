import { filter } from "@proxx/media";
import { SAMPLE_RATE, type Sound } from "../composition.ts";
import { mixSounds, shapeSound } from "./sound-edits.ts";

/** What is said of a sound that is laid under a film: times in seconds, volume as a factor. */
export interface SoundPlacement {
  offset?: number | undefined;
  volume?: number | undefined;
  fadeIn?: number | undefined;
  fadeOut?: number | undefined;
  loop?: boolean | undefined;
}

/** Sound that the end of the picture cuts off goes within this time. */
const CUT_FADE_SECONDS = 0.5;

/**
 * A sound placed in a film of so many samples, silent before and after; null where the film has ended before it begins.
 * What is longer than the film goes with it.
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

/** A film's own sound and what is laid under it. The sum is kept from being cut off at its peaks; below them it is the sum. */
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
