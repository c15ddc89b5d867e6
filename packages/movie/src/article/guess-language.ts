const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[ぁ-ゖァ-ヺ]/gu, "ja"],
  [/\p{Script=Hangul}/gu, "ko"],
  [/\p{Script=Han}/gu, "zh"],
  [/\p{Script=Cyrillic}/gu, "ru"],
  [/\p{Script=Arabic}/gu, "ar"],
  [/\p{Script=Hebrew}/gu, "he"],
  [/\p{Script=Greek}/gu, "el"],
  [/\p{Script=Thai}/gu, "th"],
  [/\p{Script=Devanagari}/gu, "hi"],
];

/** Words that stand in every text of a language and in few of another. */
const LATIN: readonly (readonly [string, RegExp])[] = [
  ["en", /\b(?:the|and|of|is|that|with|was|for)\b/giu],
  ["de", /\b(?:der|die|das|und|ist|nicht|mit|ein|eine|auf)\b/giu],
  ["fr", /\b(?:le|la|les|des|est|une|dans|que|pour|pas)\b/giu],
  ["es", /\b(?:el|los|las|una|que|por|con|para|es|del)\b/giu],
  ["it", /\b(?:il|che|di|una|per|non|sono|della|gli|è)\b/giu],
  ["pt", /\b(?:os|uma|não|com|para|por|dos|em|que|é)\b/giu],
  ["nl", /\b(?:het|een|van|niet|dat|zijn|voor|met|de)\b/giu],
];

/** What a text is written in, by its signs and its smallest words. */
export function guessLanguage(text: string): string {
  const sample = text.slice(0, 20_000);
  const written = writtenLanguage(sample);
  if (written !== null) return written;
  const [best] = languageMarks(sample);
  return best === undefined || best.count === 0 ? "en" : best.code;
}

/** What a text is written in where that is surely another language than this; of a language without marks here nobody knows. */
export function surelyOtherLanguage(text: string, language: string): string | null {
  const [own = ""] = language.toLowerCase().split("-");
  const sample = text.slice(0, 20_000);
  const written = writtenLanguage(sample);
  const marks = languageMarks(sample);
  const ofOwn = marks.find(({ code }) => code === own);
  if (written !== null) return (ofOwn !== undefined || ["ja", "ko"].includes(own)) && written !== own ? written : null;
  const [best] = marks;
  if (best === undefined || best.count < LEAST_MARKS) return null;
  if (ofOwn === undefined) return SCRIPTS.some(([, code]) => code === own) ? best.code : null;
  return best.count > 2 * ofOwn.count ? best.code : null;
}

const LEAST_MARKS = 5;

/** The language of the signs that a text is written in, null of Latin letters. A tenth is enough: Japanese is Latin names as well. */
export function writtenLanguage(text: string): string | null {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const written = SCRIPTS.find(([letter]) => (text.match(letter)?.length ?? 0) > letters / 10);
  return written?.[1] ?? null;
}

/** How many of the smallest words of each language a text has, the most first. */
export function languageMarks(text: string): { code: string; count: number }[] {
  const counts = LATIN.map(([code, words]) => ({ code, count: text.match(words)?.length ?? 0 }));
  return counts.toSorted((a, b) => b.count - a.count);
}
