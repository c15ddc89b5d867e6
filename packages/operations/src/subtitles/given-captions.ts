import {
  type Caption,
  type CaptionCue,
  shareTime,
  splitWords,
  textWidth,
  tidyCueText,
  type TimedWord,
} from "@proxx/media";

/**
 * Captions as they were given: their lines and their times. Their words are taken to be spoken one after the other, each
 * as long as its length tells. What begins at once is shown at once, line under line.
 */
export function givenCaptions(cues: readonly CaptionCue[], locale: string | undefined): Caption[] {
  const captions: Caption[] = [];
  for (const cue of [...cues].sort((one, other) => one.start - other.start)) {
    const lines = linesOf(cue, locale);
    if (lines.length === 0) continue;
    const last = captions.at(-1);
    if (last !== undefined && cue.start - last.start < 0.001) {
      captions[captions.length - 1] = { ...last, end: Math.max(last.end, cue.end), lines: [...last.lines, ...lines] };
    } else {
      captions.push({ start: cue.start, end: cue.end, lines });
    }
  }
  return captions;
}

function linesOf({ text, start, end }: CaptionCue, locale: string | undefined): TimedWord[][] {
  const tidy = tidyCueText(text);
  const places = splitWords(tidy, locale);
  const weights = places.map(({ from, to }) => textWidth(tidy.slice(from, to)) + 1);
  const times = shareTime({ start, end }, weights);
  const lines: TimedWord[][] = [];
  for (const [index, { from, to, joined, newLine }] of places.entries()) {
    const word = { text: tidy.slice(from, to), joined, newLine, ...(times[index] ?? { start, end }) };
    if (newLine || lines.length === 0) lines.push([word]);
    else lines.at(-1)?.push(word);
  }
  return lines;
}
