import type { Pronunciation, Unsaid } from "../voice.ts";
import { findPronunciations } from "./pronunciations.ts";
import { respell, type SpokenText } from "./spoken-text.ts";

/** A text for a voice that reads it as it is written, but for the words of the dictionary and what is no word at all. */
export function readText(text: string, language: string, pronunciations: readonly Pronunciation[]): SpokenText {
  const given = findPronunciations(text, language, pronunciations);
  const pictures = [...text.matchAll(PICTURES)].map(({ 0: picture, index }) => ({
    from: index,
    to: index + picture.length,
    spoken: "",
  }));
  const free = pictures.filter(({ from, to }) => given.every((one) => to <= one.from || from >= one.to));
  return respell(
    text,
    [...given, ...free].sort((one, other) => one.from - other.from),
  );
}

/** Leaves out what the voice of a language makes noise of: espeak-ng says "Chinese letter" for every kanji. */
export function withoutForeignScripts({ text, parts, unsaid }: SpokenText, language: string): SpokenText {
  const [primary = ""] = language.toLowerCase().split("-");
  const foreign = FOREIGN_SCRIPTS[primary] ?? FOREIGN_SCRIPTS["en"];
  const left: Unsaid[] = [...text.matchAll(foreign ?? /(?!)/gu)].map(({ 0: stretch }) => ({
    text: stretch,
    why: `left out: the voice of \`${language}\` does not read this script`,
  }));
  // As many spaces, so that everything else stays where it is.
  const readable = text.replaceAll(foreign ?? /(?!)/gu, (stretch) => " ".repeat(stretch.length));
  return { text: readable, parts, unsaid: [...unsaid, ...left] };
}

const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー々]+/gu;
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]+/gu;

const FOREIGN_SCRIPTS: Readonly<Record<string, RegExp>> = {
  en: EAST_ASIAN,
  zh: KANA,
  cmn: KANA,
  yue: KANA,
  ko: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu,
};

/** Emoji are to be seen and not to be heard. */
const PICTURES =
  /\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F|\u200D\p{Extended_Pictographic})*|\p{Regional_Indicator}{2}/gu;
