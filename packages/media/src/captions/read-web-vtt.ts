import { tidyCueText, type CaptionCue } from "./caption-cue.ts";
import { decodeEntities, unguardEmptyLines } from "./caption-guard.ts";
import { captionLineError, requireOrder } from "./caption-line-error.ts";
import { readTimingLine } from "./caption-time.ts";

/** Reads WebVTT. Notes, style sheets, regions, settings and tags are left out. */
export function readWebVtt(text: string): CaptionCue[] {
  const cues: CaptionCue[] = [];
  let cue: { start: number; end: number } | null = null;
  let lines: string[] = [];
  /** Lines of the block so far: 0 after an empty line. */
  let inBlock = 0;
  let isComment = false;
  const close = () => {
    const shown = cue === null ? "" : plainText(lines.join("\n"));
    if (cue !== null && shown !== "" && cue.end > cue.start) cues.push({ ...cue, text: shown });
    [cue, lines] = [null, []];
  };
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    const timing = line.includes("-->") ? readTimingLine(line) : null;
    if (line.trim() === "") {
      close();
      [inBlock, isComment] = [0, false];
    } else if (timing !== null && !isComment) {
      close();
      requireOrder(index, line, timing);
      cue = timing;
      inBlock++;
    } else {
      if (inBlock === 0) isComment = /^\s*(?:NOTE|STYLE|REGION)\b/.test(line);
      // An identifier may stand before the times, nothing else.
      if (cue === null && !isComment && inBlock < 2 && line.includes("-->")) {
        throw captionLineError(index, line, "times of a cue");
      }
      if (cue !== null) lines.push(line);
      inBlock++;
    }
  }
  close();
  return cues;
}

function plainText(text: string): string {
  return tidyCueText(unguardEmptyLines(decodeEntities(text.replaceAll(/<[^<>]*>/g, ""))));
}
