import type { Persona, ScriptDocument } from "@proxx/contract";
import type { Article } from "../../article/article.ts";
import type { ModelScript } from "./model-script.ts";
import { picturesOf } from "./prompt.ts";
import { spanFinder } from "./source-spans.ts";

type SlideDocument = NonNullable<ScriptDocument["sections"][number]["slide"]>;

/** What a model wrote as a script: with its sources, the places where its lines come from, and the people who speak. */
export function toScriptDocument(
  written: ModelScript,
  { articles, language, personas }: { articles: readonly Article[]; language: string; personas: readonly Persona[] },
): ScriptDocument {
  const pictures = picturesOf(articles);
  const findSpan = spanFinder(articles, language);
  const { title, description, sections, pronunciations } = written;
  return {
    title,
    ...(description === "" ? {} : { description }),
    language,
    sources: articles.map(({ url, path, title: name, author }) => withoutNull({ url, path, title: name, author })),
    ...(personas.length === 0 ? {} : { personas: [...personas] }),
    ...(pronunciations.length === 0
      ? {}
      : { pronunciations: pronunciations.map(({ word, reading }) => ({ word, reading, language })) }),
    sections: sections.map(({ title: heading, slide, image, slide_prompt: prompt, lines }) => {
      const picture = image === null ? undefined : pictures[image]?.source;
      return {
        title: heading,
        slide: withoutNull(slide) as SlideDocument,
        ...(prompt === null || prompt === "" ? {} : { slide_prompt: prompt }),
        ...(picture !== undefined && /^https?:/.test(picture) ? { source_image_url: picture } : {}),
        narrations: lines.map(({ text, persona, reading, item }) => {
          const source = findSpan(text);
          return {
            text: text.trim(),
            ...(reading === null || reading === "" ? {} : { reading }),
            ...(persona === null || persona === "" ? {} : { persona_id: persona }),
            ...(item === null || item < 1 ? {} : { item }),
            ...(source === null ? {} : { source }),
          };
        }),
      };
    }),
  };
}

/** A document leaves out what a model had to say is null. */
function withoutNull<Value extends object>(value: Value): { [Key in keyof Value]?: NonNullable<Value[Key]> } {
  const entries = Object.entries(value).filter(([, entry]) => entry !== null);
  return Object.fromEntries(entries) as { [Key in keyof Value]?: NonNullable<Value[Key]> };
}
