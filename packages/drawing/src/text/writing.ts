/** How a text as a whole is written, which its parts alone do not tell. */
export interface Writing {
  /** Whose forms of the shared characters to use: the tags of the bundled fonts. */
  readonly han: "jp" | "sc" | "kr";
  /** Punctuation that Latin and Chinese texts share, such as “ ” … —, is drawn in the wide Chinese or Japanese form. */
  readonly widePunctuation: boolean;
  /** Canonical BCP 47, for casing and for words. */
  readonly language: string | undefined;
}

export function writingOf(text: string, language?: string): Writing {
  const tag = canonicalLanguage(language);
  const han = hanOf(text, tag);
  return { han, widePunctuation: han !== "kr" && isMostlyEastAsian(text), language: tag };
}

/** Ideographs, kana and their own punctuation: written without spaces, broken nearly anywhere. */
export function isIdeographic(character: string): boolean {
  return /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\u3000-\u33FF\uFE30-\uFE4F\uFF01-\uFF9F\uFFE0-\uFFE6]/u.test(
    character,
  );
}

/** Written without spaces, but broken between words only. */
export function isSoutheastAsian(character: string): boolean {
  return /^[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u.test(character);
}

/**
 * In ems, from one base line to the next: Arabic letters reach far below theirs, and Thai sets two marks above a letter and
 * one below, so that lines as close as those of Latin would run into one another.
 */
export function leastLineHeight(text: string): number {
  if (/\p{Script=Arabic}/u.test(text)) return 1.5;
  return Array.from(text).some(isSoutheastAsian) ? 1.4 : 0;
}

/** Letters that are written together, as in handwriting or along a bar: space between them would tear a word apart. */
export function isConnected(text: string): boolean {
  return /[\p{Script_Extensions=Arabic}\p{Script_Extensions=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Syriac}]/u.test(
    text,
  );
}

function canonicalLanguage(language: string | undefined): string | undefined {
  if (language === undefined) return undefined;
  try {
    return Intl.getCanonicalLocales(language)[0];
  } catch (cause) {
    throw new TypeError(`Expected \`language\` to be a BCP 47 tag such as "ja", got \`${language}\``, { cause });
  }
}

/**
 * A language that is written with these characters decides. Any other may quote them, as a French caption may quote
 * Japanese; then the text itself decides.
 */
function hanOf(text: string, language: string | undefined): Writing["han"] {
  const hinted = HAN_BY_LANGUAGE[language?.split("-")[0] ?? ""];
  if (hinted !== undefined) return hinted;
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return "jp";
  return /\p{Script=Hangul}/u.test(text) ? "kr" : "sc";
}

const HAN_BY_LANGUAGE: Readonly<Record<string, Writing["han"]>> = { ja: "jp", zh: "sc", yue: "sc", ko: "kr" };

function isMostlyEastAsian(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  return letters.filter(isIdeographic).length * 2 > letters.length;
}
