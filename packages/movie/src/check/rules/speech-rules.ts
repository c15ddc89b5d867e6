import type { Rule } from "./rule.ts";

/** How words are to be said. */
export const SPEECH_RULES: readonly Rule[] = [
  {
    code: "unused_pronunciation",
    severity: "warning",
    hint: "Write the word as the lines have it, or take the entry out.",
    *find({ script: { pronunciations = [], language: own }, lines }) {
      for (const [index, { word, language = own }] of pronunciations.entries()) {
        // Of another language, it is for a translation.
        if (primaryOf(language) !== primaryOf(own)) continue;
        if (lines.some(({ line }) => holds(line.text, word))) continue;
        yield { at: ["pronunciations", index, "word"], message: `No line has the word “${word}”.` };
      }
    },
  },
  {
    code: "repeated_pronunciation",
    severity: "warning",
    hint: "A word has one reading in one language; take the other out.",
    *find({ script: { pronunciations = [], language: own } }) {
      const seen = new Map<string, number>();
      for (const [index, { word, language = own }] of pronunciations.entries()) {
        const key = `${language.toLowerCase()} ${word.normalize("NFKC").toLowerCase()}`;
        const before = seen.get(key);
        if (before !== undefined) {
          yield {
            at: ["pronunciations", index, "word"],
            message: `“${word}” has a reading in entry ${before + 1} already.`,
          };
        } else seen.set(key, index);
      }
    },
  },
  {
    code: "reading_not_kana",
    severity: "warning",
    hint: "Write the reading in hiragana or katakana, as it is spoken.",
    *find({ script: { language, pronunciations = [] }, lines }) {
      if (!/^ja\b/iu.test(language)) return;
      for (const [index, { reading, language: own = language }] of pronunciations.entries()) {
        const kanji = /^ja\b/iu.test(own) ? KANJI.exec(reading)?.[0] : undefined;
        if (kanji !== undefined) yield { at: ["pronunciations", index, "reading"], message: notKana(kanji) };
      }
      for (const { line, at } of lines) {
        const kanji = KANJI.exec(line.reading ?? "")?.[0];
        if (kanji !== undefined) yield { at: [...at, "reading"], message: notKana(kanji) };
      }
    },
  },
];

const KANJI = /(?![々〆])\p{Script=Han}+/u;

function notKana(kanji: string): string {
  return `The reading has “${kanji}”, whose reading it is to be.`;
}

function holds(text: string, word: string): boolean {
  return text.normalize("NFKC").toLowerCase().includes(word.normalize("NFKC").toLowerCase());
}

function primaryOf(language: string): string {
  return language.toLowerCase().split("-")[0] ?? language;
}
