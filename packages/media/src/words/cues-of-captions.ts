import type { CaptionCue } from "../captions/caption-cue.ts";
import { joinWords, type Caption, type TimedWord } from "./caption.ts";
import { PLAIN_ROOM } from "./group-words.ts";
import { splitRun, widthOf } from "./split-run.ts";

/** Captions as they stand in files, in lines of their own: players break lines by themselves, but do not know where. */
export function cuesOfCaptions(captions: readonly Caption[]): CaptionCue[] {
  return captions.map(({ start, end, lines }) => ({
    start,
    end,
    text: lines.flatMap(brokenLine).map(joinWords).join("\n"),
  }));
}

function brokenLine(words: readonly TimedWord[]): TimedWord[][] {
  const { lineWidth } = PLAIN_ROOM;
  return splitRun(words, {
    fits: (part) => widthOf(part) <= lineWidth,
    fill: (part) => widthOf(part) / lineWidth,
  });
}
