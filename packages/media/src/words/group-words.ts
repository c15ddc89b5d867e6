import { joinWords, type Caption, type TimedWord } from "./caption.ts";
import { linesNeeded, splitRun, widthOf } from "./split-run.ts";

/** How much a caption may hold. */
export interface CaptionRoom {
  /** Letters in a line; characters of Chinese, Japanese and Korean count twice. */
  readonly lineWidth: number;
  readonly lines: number;
}

/** What reads well, whatever the frame: two lines of 42 letters. */
export const PLAIN_ROOM: CaptionRoom = { lineWidth: 42, lines: 2 };

interface GroupOptions {
  readonly room: CaptionRoom;
  readonly locale: string | undefined;
  /** False where times are only spread over the film: they say nothing of pauses, and nothing is too slow. */
  readonly measured: boolean;
}

/** A pause that parts captions. */
const PAUSE_SECONDS = 0.8;
const LONGEST_SECONDS = 6;
const SHORTEST_SECONDS = 0.8;

/** Captions of a sentence, or of a part of one where it is long. */
export function sentenceCaptions(words: readonly TimedWord[], options: GroupOptions): Caption[] {
  const { room, measured } = options;
  const longest = measured ? LONGEST_SECONDS : Infinity;
  const fits = (part: readonly TimedWord[]) =>
    secondsOf(part) <= longest && linesNeeded(part, room.lineWidth) <= room.lines;
  const fill = (part: readonly TimedWord[]) => widthOf(part) / (room.lineWidth * room.lines);
  const parts = runsOf(words, options).flatMap((run) => splitRun(run, { fits, fill }));
  return joinShort(parts, fits).map(captionOf);
}

/** Captions of a few words. */
export function wordCaptions(
  words: readonly TimedWord[],
  { wordsPerCaption, ...options }: GroupOptions & { wordsPerCaption: number },
): Caption[] {
  const { room } = options;
  const fits = (part: readonly TimedWord[]) =>
    part.length <= wordsPerCaption && linesNeeded(part, room.lineWidth) <= room.lines;
  const fill = (part: readonly TimedWord[]) => part.length / wordsPerCaption;
  // A caption more is better than one that runs on past a comma.
  return runsOf(words, options)
    .flatMap((run) => splitRun(run, { fits, fill, partCost: 0.6 }))
    .map(captionOf);
}

function captionOf(words: readonly TimedWord[]): Caption {
  return { start: words[0]?.start ?? 0, end: words.at(-1)?.end ?? 0, lines: [words] };
}

function secondsOf(words: readonly TimedWord[]): number {
  return (words.at(-1)?.end ?? 0) - (words[0]?.start ?? 0);
}

/** Cuts where a caption has to end: at the end of a sentence or line, and at a pause. */
function runsOf(words: readonly TimedWord[], { locale, measured }: GroupOptions): TimedWord[][] {
  const starts = sentenceStarts(words, locale);
  const runs: TimedWord[][] = [];
  for (const [index, word] of words.entries()) {
    const last = runs.at(-1)?.at(-1);
    const isPause = measured && last !== undefined && word.start - last.end > PAUSE_SECONDS;
    if (last === undefined || starts.has(index) || word.newLine || isPause) runs.push([word]);
    else runs.at(-1)?.push(word);
  }
  return runs;
}

/** The indexes of the words that begin a sentence. */
function sentenceStarts(words: readonly TimedWord[], locale: string | undefined): Set<number> {
  const indexes = new Map<number, number>();
  let length = 0;
  for (const [index, word] of words.entries()) {
    if (index > 0 && !word.joined) length++;
    indexes.set(length, index);
    length += word.text.length;
  }
  const starts = new Set<number>();
  for (const { index } of new Intl.Segmenter(locale ?? "en", { granularity: "sentence" }).segment(joinWords(words))) {
    const word = indexes.get(index);
    if (word !== undefined && !isAbbreviation(words[word - 1]?.text ?? "")) starts.add(word);
  }
  return starts;
}

/** `Dr.` or `J.`, after which no sentence begins. A short sentence that is taken for one only shares its caption. */
function isAbbreviation(word: string): boolean {
  return /^\p{Lu}\p{Ll}{0,2}\.$/u.test(word);
}

/** A caption that would be gone before it is read goes together with a neighbour, where there is room. */
function joinShort(parts: readonly TimedWord[][], fits: (words: readonly TimedWord[]) => boolean): TimedWord[][] {
  const joined: TimedWord[][] = [];
  for (const [index, part] of parts.entries()) {
    const before = joined.at(-1);
    const next = parts[index + 1];
    const until = next?.[0]?.start ?? Infinity;
    const isShort = until - (part[0]?.start ?? 0) < SHORTEST_SECONDS;
    const wasShort = before !== undefined && (part[0]?.start ?? 0) - (before[0]?.start ?? 0) < SHORTEST_SECONDS;
    const near = before !== undefined && (part[0]?.start ?? 0) - (before.at(-1)?.end ?? 0) <= PAUSE_SECONDS;
    const together = [...(before ?? []), ...part];
    if ((isShort || wasShort) && near && part[0]?.newLine !== true && fits(together))
      joined[joined.length - 1] = together;
    else joined.push(part);
  }
  return joined;
}
