import { languageMarks, writtenLanguage } from "../../article/guess-language.ts";

/** The language that a line is clearly in, where it is another one than this. A name or a few words are no sign of that. */
export function otherLanguageOf(line: string, language: string): string | null {
  const [own = ""] = language.toLowerCase().split("-");
  const letters = line.match(/\p{L}/gu)?.length ?? 0;
  const latin = line.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (letters < LEAST_LETTERS) return null;
  if (latin * 2 < letters) {
    const written = writtenLanguage(line);
    return written === null || isWrittenLike(own, written) ? null : written;
  }
  const marks = languageMarks(line);
  const [best] = marks;
  if (NOT_LATIN.includes(own)) {
    const isSentence = latin === letters && line.trim().split(/\s+/u).length >= 3;
    return isSentence ? ((best?.count ?? 0) > 0 ? (best?.code ?? null) : "en") : null;
  }
  const ofOwn = marks.find(({ code }) => code === own);
  return best !== undefined && best.count >= LEAST_MARKS && ofOwn?.count === 0 ? best.code : null;
}

const LEAST_LETTERS = 6;
const LEAST_MARKS = 3;

/** Chinese characters alone may be Japanese, and Ukrainian is written in Cyrillic as well. */
function isWrittenLike(own: string, written: string): boolean {
  return own === written || (SAME_SIGNS[written]?.includes(own) ?? false);
}

const SAME_SIGNS: Readonly<Record<string, readonly string[]>> = {
  zh: ["ja", "ko", "yue"],
  ru: ["uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"],
  ar: ["fa", "ur", "ps", "ckb", "ug", "sd"],
  he: ["yi"],
  hi: ["mr", "ne", "sa"],
};

const NOT_LATIN: readonly string[] = ["ja", "zh", "ko", "ru", "uk", "bg", "ar", "fa", "he", "el", "th", "hi"];
