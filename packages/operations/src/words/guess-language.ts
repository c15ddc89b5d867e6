const LANGUAGE_OF_SCRIPT: readonly (readonly [RegExp, string])[] = [
  [/\p{Script=Hiragana}|\p{Script=Katakana}/gu, "ja"],
  [/\p{Script=Hangul}/gu, "ko"],
  [/\p{Script=Han}/gu, "zh"],
  [/\p{Script=Cyrillic}/gu, "ru"],
  [/\p{Script=Greek}/gu, "el"],
  [/\p{Script=Devanagari}/gu, "hi"],
  [/\p{Script=Thai}/gu, "th"],
  [/\p{Script=Arabic}/gu, "ar"],
  [/\p{Script=Hebrew}/gu, "he"],
];

/** The language that a text's script points to, where it points to one. Many are written in Latin letters. */
export function guessLanguage(text: string): string | null {
  const sample = text.slice(0, 4000);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  // Japanese has more Chinese characters than its own, but Chinese has none of those.
  const found = LANGUAGE_OF_SCRIPT.find(([script]) => (sample.match(script)?.length ?? 0) * 5 > letters);
  if (found === undefined) return null;
  const [script, language] = found;
  // The language says on which side a line begins: a few words of Hebrew in an English sentence do not.
  const isQuoted = ["ar", "he"].includes(language) && (sample.match(script)?.length ?? 0) * 2 <= letters;
  return isQuoted ? null : language;
}
