import type { Transcript, TranscriptWord } from "@proxx/contract";
import { tidyCueText } from "../captions/caption-cue.ts";
import { alignWords, type TimedSpan } from "./align-words.ts";
import type { TimedWord } from "./caption.ts";
import { isUnspaced } from "./is-unspaced.ts";
import { splitWords } from "./split-words.ts";
import { textWidth } from "./text-width.ts";

/**
 * The words of a transcript as they are to be shown: with the punctuation of its text, and in words where what was heard
 * are single characters or whole phrases. Empty where no word has a time.
 */
export function timedWords(
  { text, words }: Pick<Transcript, "text" | "words">,
  locale: string | undefined,
): TimedWord[] {
  const heard = words.map((word) => ({ ...word, word: tidyCueText(word.word).replaceAll("\n", " ") }));
  const given = tidyCueText(text);
  const spans = given === "" ? null : alignWords(given, heard);
  if (spans !== null) return wordsInTime(given, spans, locale);
  const joined = joinHeard(words, heard);
  return wordsInTime(joined.text, joined.spans, locale);
}

/** The words of a text of which stretches have times; the rest is spread between them. */
function wordsInTime(text: string, spans: readonly TimedSpan[], locale: string | undefined): TimedWord[] {
  const places = splitWords(text, locale);
  if (spans.length === 0) return [];
  let next = 0;
  const times = places.map(({ from, to }): Time | null => {
    while ((spans[next]?.to ?? Infinity) <= from) next++;
    const covering: TimedSpan[] = [];
    for (let index = next; (spans[index]?.from ?? Infinity) < to; index++)
      covering.push(...spans.slice(index, index + 1));
    const [first, last] = [covering[0], covering.at(-1)];
    if (first === undefined || last === undefined) return null;
    return { start: timeAt(first, Math.max(from, first.from)), end: timeAt(last, Math.min(to, last.to)) };
  });
  const filled = fillTimes(
    times,
    places.map(({ from, to }) => textWidth(text.slice(from, to))),
  );
  const timed = places.map(({ from, to, joined, newLine }, index) => ({
    text: text.slice(from, to),
    joined,
    newLine,
    ...(filled[index] ?? { start: 0, end: 0 }),
  }));
  return inOrder(timed);
}

function timeAt({ from, to, start, end }: TimedSpan, position: number): number {
  return start + ((end - start) * (position - from)) / (to - from);
}

interface Time {
  readonly start: number;
  readonly end: number;
}

/** Words without a time share what lies between their neighbours. */
function fillTimes(times: readonly (Time | null)[], weights: readonly number[]): Time[] {
  const filled: Time[] = [];
  for (let index = 0; index < times.length; index++) {
    const time = times[index];
    if (time !== null && time !== undefined) {
      filled.push(time);
      continue;
    }
    let until = index;
    while (until < times.length && times[until] === null) until++;
    const start = filled.at(-1)?.end ?? times[until]?.start ?? 0;
    const end = Math.max(start, times[until]?.start ?? start);
    const share = weights.slice(index, until);
    filled.push(...shareTime({ start, end }, share));
    index = until - 1;
  }
  return filled;
}

/** A time cut into parts by their weights. */
export function shareTime({ start, end }: Time, weights: readonly number[]): Time[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0) || 1;
  let before = 0;
  return weights.map((weight) => {
    const from = before;
    before += weight;
    return { start: start + ((end - start) * from) / total, end: start + ((end - start) * before) / total };
  });
}

// Recognisers now and then let words overlap, or give one a negative length.
function inOrder(words: readonly TimedWord[]): TimedWord[] {
  const ordered: TimedWord[] = [];
  for (const word of words) {
    const last = ordered.at(-1);
    const start = Math.max(word.start, last?.start ?? 0);
    if (last !== undefined && last.end > start) ordered[ordered.length - 1] = { ...last, end: start };
    ordered.push({ ...word, start, end: Math.max(start, word.end) });
  }
  return ordered;
}

const CLOSING = /^[,.;:!?…%)\]}”’»、。，．！？：；」』）،؛؟۔।]/u;
const OPENING = /[([{“‘«「『（¿¡]$/u;

/** Words without a text of their own, written as a text. */
function joinHeard(
  raw: readonly TranscriptWord[],
  heard: readonly TranscriptWord[],
): { text: string; spans: TimedSpan[] } {
  // Some recognisers say by a space before the word that there is one.
  const saysSpaces = raw.some(({ word }) => /^\s/.test(word));
  const spans: TimedSpan[] = [];
  let text = "";
  for (const [index, { word, start, end }] of heard.entries()) {
    if (word === "") continue;
    const last = Array.from(text.slice(-2)).at(-1) ?? "";
    const isJoined = saysSpaces
      ? !/^\s/.test(raw[index]?.word ?? "")
      : CLOSING.test(word) || OPENING.test(last) || (isUnspaced(last) && isUnspaced(Array.from(word)[0] ?? ""));
    if (text !== "" && !isJoined) text += " ";
    spans.push({ from: text.length, to: text.length + word.length, start, end });
    text += word;
  }
  return { text, spans };
}
