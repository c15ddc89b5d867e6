import { itemTexts } from "../../timeline/item-texts.ts";
import { otherLanguageOf } from "../look/language-of-line.ts";
import type { SeenLine, SeenMovie } from "../look/seen-movie.ts";
import type { Rule, Sighting } from "./rule.ts";

/** What a voice cannot say, or a listener cannot follow. */
export const LINE_RULES: readonly Rule[] = [
  spoken({
    code: "nothing_to_speak",
    severity: "error",
    hint: "Write words, or take the line out.",
    sees: ({ text }) => (/[\p{L}\p{N}]/u.test(text) ? null : `“${text}” has nothing that can be said.`),
  }),
  spoken({
    code: "address_in_line",
    severity: "warning",
    hint: "Say what is there in words, or say in `reading` how it is spoken.",
    sees: ({ text }) => quoted(ADDRESS.exec(text)?.[0], "is read out letter by letter"),
  }),
  spoken({
    code: "code_in_line",
    severity: "warning",
    hint: "Say it in words and show it on a `code` slide, or say in `reading` how it is spoken.",
    sees: ({ text }) => quoted(CODE.exec(text)?.[0], "is code, and cannot be spoken"),
  }),
  spoken({
    code: "markup_in_line",
    severity: "warning",
    hint: "Take the marks out: subtitles show them as they are.",
    sees: ({ text }) => quoted(MARKUP.exec(text)?.[0], "is markup"),
  }),
  {
    code: "other_language",
    severity: "warning",
    hint: "A voice speaks one language. Translate the line, or change the script's `language`.",
    *find({ lines, script: { language } }) {
      for (const { line, at } of lines) {
        const other = line.audio === undefined ? otherLanguageOf(line.reading ?? line.text, language) : null;
        if (other === null) continue;
        yield { at: [...at, "text"], message: `The line seems to be in “${other}”, the script in “${language}”.` };
      }
    },
  },
  {
    code: "repeated_line",
    severity: "warning",
    hint: "Take one of them out.",
    *find({ lines }) {
      for (const [index, { line, at }] of lines.entries()) {
        if (lines[index - 1]?.line.text.trim() !== line.text.trim()) continue;
        yield { at: [...at, "text"], message: "The line before says the same." };
      }
    },
  },
  {
    code: "item_beyond_slide",
    severity: "error",
    hint: "`item` counts the slide's bullets, bars or rows, the first being 1.",
    *find({ lines, sections }) {
      for (const { line, section, at } of lines) {
        const slide = sections.find((one) => one.section === section)?.slide;
        const count = slide === undefined ? 0 : itemTexts(slide).length;
        if (line.item === undefined || line.item <= count) continue;
        yield { at: [...at, "item"], message: `The line speaks of item ${line.item}; the slide has ${count}.` };
      }
    },
  },
];

const ADDRESS = /(?:https?:\/\/|www\.)\S+|[\w.+-]+@[\w-]+\.[a-z]{2,}|\b[\w-]+\.(?:com|org|net|io|dev)\/\S*/iu;
const CODE = /`[^`]+`|=>|\b\w+\([^)\s]*\)|[{}]|\b\w+::\w+|&&|\|\||===?|!==?|\b[a-z]+(?:_[a-z0-9]+)+\b|;\s*$/u;
const MARKUP =
  /\*\*[^*]+\*\*|(?<![\p{L}\p{N}_])__[^_]+__|!?\[[^\]]+\]\([^)]*\)|<\/?[a-z][^<>]*>|&(?:[a-z]+|#x?[\da-f]+);|^\s{0,3}#{1,6}\s|^\s*[-*]\s|~~[^~]+~~/iu;

/** A rule about what a voice is given: nothing where the line was recorded, and not the text where there is a reading. */
function spoken({ sees, ...rule }: Omit<Rule, "find"> & { sees: (line: SeenLine["line"]) => string | null }): Rule {
  return {
    ...rule,
    *find({ lines }: SeenMovie): Iterable<Sighting> {
      for (const { line, at } of lines) {
        const isGiven = line.audio !== undefined || (line.reading !== undefined && rule.code !== "markup_in_line");
        const message = isGiven ? null : sees(line);
        if (message !== null) yield { at: [...at, "text"], message };
      }
    },
  };
}

function quoted(found: string | undefined, what: string): string | null {
  return found === undefined ? null : `“${found.trim().slice(0, 60)}” ${what}.`;
}
