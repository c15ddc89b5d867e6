const NOT_NAMES = new Set("i i'm i'd i'll i've ok".split(" "));
/** Languages that write every noun with a capital, or none. */
const WITHOUT_CAPITALS = /^(?:de|lb|ja|zh|ko|ar|he|th|hi)\b/i;
const CAPITALISED = /(?<![\p{L}\p{N}’'-])\p{Lu}[\p{L}\p{N}’'&.-]*(?:\s+\p{Lu}[\p{L}\p{N}’'&-]*)*/gu;

/** Names of a text: words with a capital within a sentence; in Japanese what has a title, a middle dot or Latin letters. */
export function namesIn(text: string, language: string): string[] {
  if (/^ja\b/i.test(language)) return japaneseNames(text);
  if (WITHOUT_CAPITALS.test(language)) return [];
  return [...text.matchAll(CAPITALISED)].flatMap(({ 0: name, index }) => {
    const beginsSentence = /(?:^|[.!?:…]["”’)]*\s+|^\s*["“‘(])$/u.test(text.slice(0, index));
    // The first word of a sentence has a capital whatever it is.
    const words = name.replace(/[.’']+$/u, "").split(/\s+/);
    const own = beginsSentence ? words.slice(1) : words;
    const meant = own.filter((word) => !NOT_NAMES.has(word.toLowerCase()) && word.length > 1);
    return meant.length === 0 ? [] : [meant.join(" ")];
  });
}

const JAPANESE_NAME =
  /[ァ-ヺー]{2,}(?:・[ァ-ヺー]{2,})+|[ァ-ヺー]{2,}(?=さん|氏|教授|博士|大学|社|市|州|県)|[\p{Script=Han}]{2,6}(?=さん|氏|教授|博士|大学|県|市)|[A-Z][A-Za-z0-9.+-]+/gu;

function japaneseNames(text: string): string[] {
  return [...text.normalize("NFKC").matchAll(JAPANESE_NAME)].map(([name]) => name);
}
