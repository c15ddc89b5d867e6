import { describeSchemaIssues } from "../../messages/schema-issues.ts";
import { formatJsonPath, type Issue } from "../../messages/issue.ts";
import type { Script } from "../script.ts";
import { slideSchema } from "../slide.ts";
import { slideInWords } from "./slide-words.ts";

const HINT = "Words of a slide stand where they stand in it, and a word that stays is null: `items: [One, null]`.";

/** What is wrong with translations that are there. What is missing is wrong only of a movie in that language. */
export function* findTranslationIssues({ language, ...script }: Script): Generator<Issue, void> {
  const { translations, personas = [], sections } = script;
  yield* intoItself(language, translations, []);
  for (const [index, persona] of personas.entries()) {
    yield* intoItself(language, persona.translations, ["personas", index]);
  }
  for (const [index, section] of sections.entries()) {
    const path = ["sections", index];
    yield* intoItself(language, section.translations, path);
    for (const [number, line] of section.narrations.entries()) {
      yield* intoItself(language, line.translations, [...path, "narrations", number]);
    }
    for (const [other, { slide: words }] of Object.entries(section.translations ?? {})) {
      if (words === undefined) continue;
      const at = [...path, "translations", other, "slide"];
      const { parsed, misplaced } = slideInWords(section.slide, words);
      for (const { path: inSlide, message } of misplaced) {
        yield { path: formatJsonPath([...at, ...inSlide]), code: "misplaced_words", message, hint: HINT };
      }
      if (misplaced.length > 0 || parsed.success) continue;
      const subject = { schema: slideSchema, value: words, path: at, subject: "the slide", words: WORDS };
      yield* describeSchemaIssues(parsed.error.issues, subject);
    }
  }
}

const WORDS = { field: "field", hint: "`proxx schema script` shows what a script takes." } as const;

function* intoItself(
  language: string,
  translations: Readonly<Record<string, unknown>> | undefined,
  path: readonly (string | number)[],
): Generator<Issue, void> {
  if (translations === undefined || !Object.hasOwn(translations, language)) return;
  yield {
    path: formatJsonPath([...path, "translations", language]),
    code: "own_language",
    message: `The script is in \`${language}\` itself.`,
    hint: "Say it in the script, or translate into another language.",
  };
}
