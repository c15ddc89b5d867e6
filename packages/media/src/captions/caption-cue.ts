/** A text and when it is shown, in seconds from the beginning. Its lines are parted by `\n`. */
export interface CaptionCue {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The text as a caption file can hold it: whole characters, no control characters, no space around a line, no empty line
 * before or after. Lines inside may be empty.
 */
export function tidyCueText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?|[\v\f\u0085\u2028\u2029]/g, "\n")
    .replaceAll(/(?!\n)\p{Cc}/gu, (control) => (control === "\t" ? " " : ""))
    .split("\n")
    .map((line) => line.trim())
    .join("\n")
    .replaceAll(/^\n+|(?<!\n)\n+$/g, "");
}

/**
 * The cues as every player takes them: in order of time, none without a text or a length, none over another. Of two that
 * overlap the first ends where the second begins; of two that begin at once the second begins a millisecond later.
 */
export function orderCues(cues: readonly CaptionCue[]): { startMs: number; endMs: number; text: string }[] {
  const ordered = cues
    .map(({ start, end, text }) => ({
      startMs: Math.max(0, Math.round(start * 1000)),
      endMs: Math.round(end * 1000),
      text: tidyCueText(text),
    }))
    .filter(({ text }) => text !== "")
    .sort((one, other) => one.startMs - other.startMs);
  for (const [index, cue] of ordered.entries()) {
    const before = ordered[index - 1];
    if (before !== undefined) {
      cue.startMs = Math.max(cue.startMs, before.startMs + 1);
      before.endMs = Math.min(before.endMs, cue.startMs);
    }
    cue.endMs = Math.max(cue.endMs, cue.startMs + 1);
  }
  return ordered;
}
