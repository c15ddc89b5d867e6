import type { Pronunciation, Unsaid } from "../voice.ts";
import type { JapaneseAnalyser, JapaneseWord } from "./japanese-analyser.ts";
import { findJapaneseNumbers } from "./japanese-number.ts";
import { isAcronym, lettersInKana } from "./latin-in-kana.ts";
import { findPronunciations } from "./pronunciations.ts";
import { respell, type Respelling, type SpokenText } from "./spoken-text.ts";

/** A Japanese text in kana, word by word with spaces between them, for a voice that reads no kanji. */
export function readJapanese(
  text: string,
  pronunciations: readonly Pronunciation[],
  analyse: JapaneseAnalyser | null,
): SpokenText {
  const given = findPronunciations(text, "ja", pronunciations);
  const settled = withoutOverlaps([...given, ...findJapaneseNumbers(text)]).map(spaced);
  const unsaid: Unsaid[] = [];
  const respellings = [...settled];
  for (const word of wordsBeside(text, settled, analyse ?? divideByScript)) {
    const written = text.slice(word.from, word.to);
    const { spoken, why } = sayWord(written, word.pronunciation, analyse !== null);
    if (why !== null) unsaid.push({ text: written, why });
    if (spoken !== written) respellings.push(spaced({ from: word.from, to: word.to, spoken }));
  }
  return respell(
    text,
    respellings.sort((one, other) => one.from - other.from),
    unsaid,
  );
}

function spaced(respelling: Respelling): Respelling {
  return { ...respelling, spoken: respelling.spoken === "" ? " " : ` ${respelling.spoken} ` };
}

/** Those that come first in the list count. */
function withoutOverlaps(respellings: readonly Respelling[]): Respelling[] {
  const kept: Respelling[] = [];
  for (const one of respellings) {
    if (kept.every(({ from, to }) => one.to <= from || one.from >= to)) kept.push(one);
  }
  return kept;
}

/** The words of a text that are not settled. One that reaches into what is settled is divided anew, without that. */
function wordsBeside(text: string, settled: readonly Respelling[], analyse: JapaneseAnalyser): JapaneseWord[] {
  return analyse(text).flatMap((word) => {
    const overlapping = settled.filter(({ from, to }) => from < word.to && to > word.from);
    if (overlapping.length === 0) return [word];
    let rest = [{ from: word.from, to: word.to }];
    for (const { from, to } of overlapping) {
      rest = rest.flatMap((piece) => [
        { from: piece.from, to: Math.min(piece.to, from) },
        { from: Math.max(piece.from, to), to: piece.to },
      ]);
    }
    return rest
      .filter(({ from, to }) => from < to)
      .flatMap((piece) =>
        analyse(text.slice(piece.from, piece.to)).map(({ from, to, pronunciation }) => ({
          from: from + piece.from,
          to: to + piece.from,
          pronunciation,
        })),
      );
  });
}

function sayWord(
  written: string,
  pronunciation: string | null,
  isAnalysed: boolean,
): { spoken: string; why: string | null } {
  if (pronunciation !== null) return { spoken: pronunciation, why: null };
  if (/^[\p{Script=Hiragana}\p{Script=Katakana}ー]+$/u.test(written)) return { spoken: written, why: null };
  if (/^[\p{Script=Latin}\p{M}'’]+$/u.test(written)) {
    const why = isAcronym(written) ? null : "spelled out, letter by letter: give its reading in `pronunciations`";
    return { spoken: lettersInKana(written), why };
  }
  if (/^[、。，．,.!?！？:：…\s]+$/u.test(written)) return { spoken: written, why: null };
  if (!/\p{L}/u.test(written)) return { spoken: "", why: null };
  const missing = isAnalysed ? "the dictionary does not know how it is read" : "nothing here reads kanji";
  return { spoken: "", why: `left out: ${missing}` };
}

/** Without an analyser: stretches of one script each. */
function divideByScript(text: string): JapaneseWord[] {
  const stretches = /[\p{Script=Hiragana}\p{Script=Katakana}ー]+|\p{Script=Han}+|[\p{Script=Latin}\p{M}'’]+|\s+|./gsu;
  return [...text.matchAll(stretches)].map(({ 0: stretch, index }) => ({
    from: index,
    to: index + stretch.length,
    pronunciation: null,
  }));
}
