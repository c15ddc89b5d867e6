import type { Path } from "../../json/map-leaves.ts";
import { valueAt } from "../../json/value-at.ts";
import { formatJsonPath, type Issue } from "../../messages/issue.ts";
import type { Script } from "../script.ts";
import { wordsOfSlide } from "./slide-words.ts";

/** A text of a script that a movie in another language has to have in that language. */
export interface TranslatableText {
  /** Where it stands. */
  path: Path;
  text: string;
  /** Only a line is spoken. */
  isSpoken: boolean;
  /** Where its translation stands, or is to stand. */
  translationPath: Path;
}

/** The texts of a script that are not there in another language yet, in the order in which they are said and shown. */
export function missingTranslations(script: Script, language: string): TranslatableText[] {
  return translatableTexts(script, language).filter(({ translationPath }) => !isThere(script, translationPath));
}

/** The same as what is wrong with the script. */
export function missingTranslationIssues(script: Script, language: string): Issue[] {
  return missingTranslations(script, language).map(({ text, translationPath }) => ({
    path: formatJsonPath(translationPath),
    code: "missing_translation",
    message: `“${text}” is not there in \`${language}\`.`,
    hint: "Write it there, or name a model in proxx.yaml (`writer`), which translates what is missing.",
  }));
}

/** The languages in which a script can be, or has begun to be: its own first. */
export function languagesOfScript(script: Script): string[] {
  const { sections, personas = [] } = script;
  const translated = [script, ...personas, ...sections.flatMap((section) => [section, ...section.narrations])].flatMap(
    ({ translations = {} }) => Object.keys(translations),
  );
  return [...new Set([script.language, ...translated])];
}

function translatableTexts({ title, description, sections }: Script, language: string): TranslatableText[] {
  const shown = (path: Path, text: string, translationPath: Path) => ({ path, text, translationPath, isSpoken: false });
  const whole = ["translations", language];
  return [
    shown(["title"], title, [...whole, "title"]),
    ...(description === undefined ? [] : [shown(["description"], description, [...whole, "description"])]),
    ...sections.flatMap(({ title: heading, slide, narrations }, index) => {
      const at = ["sections", index];
      const words = slide === undefined ? [] : wordsOfSlide(slide);
      return [
        shown([...at, "title"], heading, [...at, ...whole, "title"]),
        ...words.map(({ path, text }) => shown([...at, "slide", ...path], text, [...at, ...whole, "slide", ...path])),
        ...narrations.map(({ text }, number) => {
          const line = [...at, "narrations", number];
          return { path: [...line, "text"], text, translationPath: [...line, ...whole, "text"], isSpoken: true };
        }),
      ];
    }),
  ];
}

/** Null says that a word of a slide is the same, and so it is there for all below it. */
function isThere(script: Script, path: Path): boolean {
  return (
    path.some((_, index) => valueAt(script, path.slice(0, index + 1)) === null) || valueAt(script, path) !== undefined
  );
}
