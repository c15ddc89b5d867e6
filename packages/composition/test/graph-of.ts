import { inputStream, rational, writeFilterGraph, type Stream } from "@proxx/media";
import type { Composition, Picture, Sound } from "../src/composition.ts";

/** A film's picture as it came out of a file. */
export function picture(known: Partial<Omit<Picture, "stream">> = {}): Picture {
  const plain = { width: 320, height: 180, rate: rational(25), frames: 100, still: false, alpha: false };
  return { stream: inputStream({ prepare: () => [] }, "video"), ...plain, ...known };
}

export function sound(samples = 192_000): Sound {
  return { stream: inputStream({ prepare: () => [] }, "audio"), samples };
}

export function composition(known: Partial<Composition> = {}): Composition {
  return { picture: picture(), sound: sound(), transcript: null, subtitles: [], besides: [], ...known };
}

/** The filters of a stream in their order, as ffmpeg reads them, without the labels between them. */
export function filtersOf({ stream }: { stream: Stream }): string[] {
  const { text } = writeFilterGraph([stream]);
  return text.split("\n").map((line) => line.replaceAll(/^(\[[^\]]*\])*|(\[[^\]]*\])*;?$/g, ""));
}
