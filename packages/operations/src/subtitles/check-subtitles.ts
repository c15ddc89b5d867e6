import { ProxxError, type Issue, type PlanContext } from "@proxx/contract";
import type { z } from "zod";
import type { OperationResources } from "../operation-resources.ts";
import { knownLocale } from "../words/known-locale.ts";
import { captionLook, type LookDefaults } from "./caption-look.ts";
import { findTextIssues } from "./find-text.ts";
import { requireGlyphs } from "./require-glyphs.ts";
import type { addSubtitles } from "./signature.ts";

export type Params = z.output<typeof addSubtitles.signature.params>;

/** What can be told beforehand to be wrong: the language, where the text is to come from, a character that no font has. */
export async function checkSubtitles(
  params: Params,
  { resources, context, defaults }: { resources: OperationResources; context: PlanContext; defaults: LookDefaults },
): Promise<Issue[]> {
  return [
    ...languageIssues(params),
    ...findTextIssues(params, resources, context),
    ...(await glyphIssues(params, resources, defaults)),
  ];
}

/** What is wrong with a language that has the form of one: `Intl` refuses `en-12`. */
function languageIssues({ language }: Params): Issue[] {
  if (language === undefined || knownLocale(language) !== undefined) return [];
  return [
    {
      path: "$.language",
      code: "unknown_language",
      message: `\`${language}\` is no language tag.`,
      hint: "Write it as BCP 47 does: `en`, `pt-BR`, `zh-Hant`.",
    },
  ];
}

/** Characters of a text that stands in the plan that no font can draw. */
async function glyphIssues(params: Params, resources: OperationResources, defaults: LookDefaults): Promise<Issue[]> {
  if (params.mode !== "burn") return [];
  const { captions } = params;
  const given = Array.isArray(captions) ? captions.map((entry) => ("word" in entry ? entry.word : entry.text)) : null;
  const written = isTextFirst(params) && typeof params.text?.from === "string" ? [params.text.from] : [];
  const { uppercase } = captionLook(params.style ?? {}, defaults).style;
  const locale = knownLocale(params.language);
  try {
    await requireGlyphs(given ?? written, { fonts: resources.fonts(), locale, uppercase });
    return [];
  } catch (error) {
    if (!(error instanceof ProxxError) || error.code !== "glyph_missing") throw error;
    return [
      { path: given === null ? "$.text" : "$.captions", code: error.code, message: error.message, hint: error.hint },
    ];
  }
}

/** Whether the text is that of the parameter `text`. */
export function isTextFirst({ captions, file, text }: Params): boolean {
  return captions === undefined && file === undefined && text !== undefined;
}
