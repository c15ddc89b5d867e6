import { isUnspaced } from "@proxx/media";
import type { Transcript } from "@proxx/contract";

/**
 * What is said in a part of the time, which then begins at 0. A word that a cut divides belongs to the part that has
 * its middle.
 */
export function cutTranscript(transcript: Transcript, { start, end }: { start: number; end: number }): Transcript {
  const inside = transcript.words.filter((word) => {
    const middle = (word.start + word.end) / 2;
    return middle >= start && middle < end;
  });
  const words = inside.map((word) => ({
    word: word.word,
    start: Math.max(word.start, start) - start,
    end: Math.min(word.end, end) - start,
  }));
  const whole = words.length === transcript.words.length;
  return { ...transcript, text: whole ? transcript.text : joinTexts(words.map(({ word }) => word)), words };
}

/** The same said later, or more slowly: times are stretched first. */
export function moveTranscript(
  transcript: Transcript,
  { by = 0, stretch = 1 }: { by?: number; stretch?: number },
): Transcript {
  const moved = (time: number) => Math.max(0, time * stretch + by);
  const words = transcript.words.map(({ word, start, end }) => ({ word, start: moved(start), end: moved(end) }));
  return { ...transcript, words };
}

/** What is said in films that begin at these times, in the order of their beginnings; null where nothing is. */
export function joinTranscripts(parts: readonly { transcript: Transcript | null; at: number }[]): Transcript | null {
  const said = parts
    .flatMap(({ transcript, at }) => (transcript === null ? [] : [{ at, ...moveTranscript(transcript, { by: at }) }]))
    .sort((one, other) => one.at - other.at);
  const [first] = said;
  if (first === undefined) return null;
  const sameLanguage = said.every(({ language }) => language === first.language);
  return {
    language: sameLanguage ? first.language : null,
    text: joinTexts(said.map(({ text }) => text)),
    words: said.flatMap(({ words }) => words).sort((one, other) => one.start - other.start),
  };
}

function joinTexts(texts: readonly string[]): string {
  let joined = "";
  for (const text of texts.map((part) => part.trim())) {
    const before = Array.from(joined.slice(-2)).at(-1) ?? "";
    const after = Array.from(text.slice(0, 2)).at(0) ?? "";
    joined += joined === "" || text === "" || (isUnspaced(before) && isUnspaced(after)) ? text : ` ${text}`;
  }
  return joined;
}
