import { tidyCueText, type CaptionCue } from "./caption-cue.ts";
import { decodeEntities, unguardEmptyLines, unguardMarkup } from "./caption-guard.ts";
import { readTimingLine } from "./caption-time.ts";
import { captionLineError, requireOrder } from "./caption-line-error.ts";

/**
 * Reads SubRip, as tolerant as players are: numbers may be missing or wrong, blank lines too many or too few, times short.
 * Styling is left out. A cue is what stands between one line of times and the next, so that a blank line inside a text does
 * not lose what follows it.
 */
export function readSubRip(text: string): CaptionCue[] {
  const cues: CaptionCue[] = [];
  let open: { start: number; end: number; lines: string[] } | null = null;
  let number = 0;
  let waiting: string[] = [];
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    const timing = line.includes("-->") ? readTimingLine(line) : null;
    if (timing === null) {
      if (line.includes("-->") && isBlockStart(waiting, open === null))
        throw captionLineError(index, line, "times of a cue");
      if (open === null && !isBlank(line) && !isNumber(line)) {
        throw captionLineError(index, line, "the number or the times of a cue");
      }
      waiting.push(line);
      continue;
    }
    requireOrder(index, line, timing);
    const ownNumber = takeNumber(waiting, number);
    if (open !== null) close(open, waiting, cues);
    number = ownNumber ?? number + 1;
    open = { ...timing, lines: [] };
    waiting = [];
  }
  if (open !== null) close(open, waiting, cues);
  return cues;
}

function close({ start, end }: { start: number; end: number }, lines: readonly string[], cues: CaptionCue[]): void {
  const text = plainText(lines.join("\n"));
  if (text !== "" && end > start) cues.push({ start, end, text });
}

/** Takes the number of the cue that begins off the end of the text before it. */
function takeNumber(lines: string[], numberBefore: number): number | null {
  const last = lines.at(-1);
  if (last === undefined || !isNumber(last)) return null;
  const own = Number(last);
  const beforeIt = lines.at(-2);
  if (beforeIt !== undefined && !isBlank(beforeIt) && own !== numberBefore + 1) return null;
  lines.pop();
  return own;
}

function isBlockStart(lines: readonly string[], isFirst: boolean): boolean {
  const last = lines.at(-1);
  if (last === undefined) return isFirst;
  if (isBlank(last)) return true;
  const beforeIt = lines.at(-2);
  return isNumber(last) && (beforeIt === undefined || isBlank(beforeIt));
}

function isBlank(line: string): boolean {
  return line.trim() === "";
}

function isNumber(line: string): boolean {
  return /^\s*\d{1,9}\s*$/.test(line);
}

const TAGS = /<\/?(?:b|i|u|s|font|span|c|v|ruby|rt|lang)(?:[\s.=][^<>]*)?>|\{\\[^{}\n]*\}/giu;

function plainText(text: string): string {
  return tidyCueText(unguardEmptyLines(unguardMarkup(decodeEntities(text.replaceAll(TAGS, "")))));
}
