import type { ProducedFile, Transcript } from "@proxx/contract";
import type { Rational, Stream } from "@proxx/media";

/**
 * A film that is not yet rendered: what its picture and sound are made of, as a filter graph, and what is known of them.
 * Operations turn compositions into compositions, and whoever needs a file renders one, so that a chain of operations is
 * decoded once and encoded once.
 */
export interface Composition {
  readonly picture: Picture | null;
  /** Null for a silent film. */
  readonly sound: Sound | null;
  /** What is said in it, where that is known. */
  readonly transcript: Transcript | null;
  /** Subtitles as tracks of their own. */
  readonly subtitles: readonly SubtitleTrack[];
  /** Written beside the film when it is rendered. */
  readonly besides: readonly SideFile[];
}

/** Square pixels, progressive, even sides, BT.709 in limited range, frames at an even pace from the first moment on. */
export interface Picture {
  readonly stream: Stream;
  readonly width: number;
  readonly height: number;
  readonly rate: Rational;
  /** Of a still, 1: it lasts as long as it is shown. */
  readonly frames: number;
  readonly still: boolean;
  readonly alpha: boolean;
}

/** Stereo at 48 kHz, from the first moment on. */
export interface Sound {
  readonly stream: Stream;
  readonly samples: number;
}

export interface SubtitleTrack {
  readonly language: string | null;
  /** SubRip. */
  readonly text: string;
}

/** A file of captions; it gets the film's name with its own extension. */
export interface SideFile {
  readonly extension: "srt" | "vtt";
  readonly mediaType: ProducedFile["mediaType"];
  readonly text: string;
}

export const SAMPLE_RATE = 48_000;

/** How long the film is: the picture decides, and of sound alone the sound. */
export function secondsOf({ picture, sound }: Pick<Composition, "picture" | "sound">): number {
  if (picture !== null && !picture.still) return secondsOfFrames(picture.frames, picture.rate);
  return sound === null ? 0 : sound.samples / SAMPLE_RATE;
}

export function secondsOfFrames(frames: number, rate: Rational): number {
  return (frames * rate.denominator) / rate.numerator;
}

/** The number of frames nearest to so many seconds, at least one. */
export function framesIn(seconds: number, rate: Rational): number {
  return Math.max(1, Math.round((seconds * rate.numerator) / rate.denominator));
}

/** The number of samples that so many frames of picture last: how sound is kept in step without drift. */
export function samplesOfFrames(frames: number, rate: Rational): number {
  return Math.round((frames * rate.denominator * SAMPLE_RATE) / rate.numerator);
}
