import {
  type Caption,
  type CaptionCue,
  joinWords,
  PLAIN_ROOM,
  splitRun,
  type TimedWord,
  widthOf,
  writeSubRip,
  writeWebVtt,
} from "@proxx/media";
import type { SideFile } from "@proxx/composition";

/** The captions as SubRip, for a track in the film. */
export function captionTrack(captions: readonly Caption[]): string {
  return writeSubRip(captions.map(cueOf));
}

/** The captions as files to lie beside the film. */
export function captionFiles(captions: readonly Caption[]): SideFile[] {
  const cues = captions.map(cueOf);
  return [
    { extension: "srt", mediaType: "application/x-subrip", text: writeSubRip(cues) },
    { extension: "vtt", mediaType: "text/vtt", text: writeWebVtt(cues) },
  ];
}

function cueOf({ start, end, lines }: Caption): CaptionCue {
  return { start, end, text: lines.flatMap(brokenLine).map(joinWords).join("\n") };
}

/** Players break lines by themselves, but do not know where. */
function brokenLine(words: readonly TimedWord[]): TimedWord[][] {
  const { lineWidth } = PLAIN_ROOM;
  return splitRun(words, {
    fits: (part) => widthOf(part) <= lineWidth,
    fill: (part) => widthOf(part) / lineWidth,
  });
}
