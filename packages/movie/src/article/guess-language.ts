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
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  // A tenth is enough: Japanese is kanji and Latin names as well.
  const written = SCRIPTS.find(([letter]) => (sample.match(letter)?.length ?? 0) > letters / 10);
  if (written !== undefined) return written[1];
  const counts = LATIN.map(([code, words]) => ({ code, count: sample.match(words)?.length ?? 0 }));
  const [best] = counts.toSorted((a, b) => b.count - a.count);
  return best === undefined || best.count === 0 ? "en" : best.code;
}
