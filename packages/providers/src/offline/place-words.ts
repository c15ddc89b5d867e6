/** That a voice began to say what stands in a text from `at` on, in UTF-16 units. */
export interface SpokenEvent {
  at: number;
  seconds: number;
}

/** A word as it is written, with the time in which it is spoken. */
export interface PlacedWord {
  word: string;
  /** Where it stands in the text, in UTF-16 units. */
  from: number;
  to: number;
  /** In seconds. */
  start: number;
  end: number;
}

/**
 * The words of a text with the times at which they are spoken. A voice tells of one written word several times ("5.1"),
 * or of none ("—"): a word begins with the first event within it, and one without an event shares the time until the
 * next that has one.
 */
export function placeWords(
  text: string,
  language: string,
  events: readonly SpokenEvent[],
  seconds: number,
): PlacedWord[] {
  const words = writtenWords(text, language);
  const starts = words.map(({ from, to }) => {
    const first = events.find(({ at }) => at >= from && at < to);
    return first === undefined ? null : Math.min(seconds, first.seconds);
  });
  const placed = fillGaps(starts, words, seconds);
  return words.map((word, index) => ({
    ...word,
    start: milliseconds(placed[index] ?? 0),
    end: milliseconds(placed[index + 1] ?? seconds),
  }));
}

interface WrittenWord {
  word: string;
  from: number;
  to: number;
}

/** What stands between spaces; where a script has none, what the language takes for a word, with the marks after it. */
function writtenWords(text: string, language: string): WrittenWord[] {
  const words: WrittenWord[] = [];
  const segmenter = new Intl.Segmenter(segmenterLocale(language), { granularity: "word" });
  let at = 0;
  let open = false;
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    const last = words.at(-1);
    if (/^\s+$/u.test(segment)) open = false;
    else if (open && last !== undefined && !(isWordLike === true && isUnspaced(segment))) {
      last.word += segment;
      last.to = at + segment.length;
    } else {
      words.push({ word: segment, from: at, to: at + segment.length });
      open = true;
    }
    at += segment.length;
  }
  return words;
}

function segmenterLocale(language: string): string {
  return Intl.Segmenter.supportedLocalesOf([language])[0] ?? "en";
}

function isUnspaced(text: string): boolean {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u.test(
    text,
  );
}

function fillGaps(starts: readonly (number | null)[], words: readonly WrittenWord[], seconds: number): number[] {
  const filled: number[] = [];
  let index = 0;
  while (index < starts.length) {
    const start = index === 0 ? 0 : Math.max(starts[index] ?? 0, filled.at(-1) ?? 0);
    let next = index + 1;
    while (next < starts.length && starts[next] === null) next++;
    const end = Math.max(start, starts[next] ?? seconds);
    // The words of a stretch share its time by their lengths.
    const lengths = words.slice(index, next).map(({ from, to }) => to - from);
    const total = lengths.reduce((sum, length) => sum + length, 0);
    let before = 0;
    for (const length of lengths) {
      filled.push(start + ((end - start) * before) / total);
      before += length;
    }
    index = next;
  }
  return filled;
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
