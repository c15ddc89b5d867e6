const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u3000-\u303F\u30FC\uFF01-\uFF9F]/u;

/** Whether a text has letters of a script that is written without spaces between words. */
export function isUnspaced(text: string): boolean {
  return UNSPACED.test(text);
}

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303F\uFF01-\uFF60]/u;

/** How much room a text takes: 1 a letter, 2 a character of Chinese, Japanese or Korean. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : /\p{M}|\p{Cf}/u.test(character) ? 0 : 1;
  return width;
}

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
  return LANGUAGE_OF_SCRIPT.find(([script]) => (sample.match(script)?.length ?? 0) * 5 > letters)?.[1] ?? null;
}

/** The tag as `Intl` takes it, or undefined: a provider may have made it up. */
export function knownLocale(language: string | null | undefined): string | undefined {
  if (language === null || language === undefined || language === "") return undefined;
  try {
    return Intl.getCanonicalLocales(language)[0];
  } catch {
    return undefined;
  }
}
