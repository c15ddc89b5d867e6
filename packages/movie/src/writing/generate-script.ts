import { checkScript, ProxxError, ScriptValidationError, type Persona, type Script } from "@proxx/contract";
import type { Article } from "../article/article.ts";
import { guessLanguage, surelyOtherLanguage } from "../article/guess-language.ts";
import { readSource, type ReadSourceOptions } from "../article/read-source.ts";
import { readText, type ReadArticle, type TextOrigin } from "../article/read-text.ts";
import { inStep } from "../in-step.ts";
import type { StepDegradation, StepOptions } from "../step-options.ts";
import type { ScriptModel } from "./model/ask-model.ts";
import { writeWithModel } from "./model/write-with-model.ts";
import { lengthOf } from "./sentences/words-in.ts";
import { writeExtractive } from "./write-extractive.ts";

/** Raised when the same source begins to become another script. */
export const WRITER_VERSION = 1;

export interface GenerateScriptOptions extends StepOptions {
  /** @default what the source says, or else what it is written in */
  language?: string | undefined;
  /** About how long the movie is to be. @default 150 */
  seconds?: number | undefined;
  /** Who writes it. @default nobody: it is put together out of the source's own sentences */
  model?: ScriptModel | undefined;
  /** Who speaks, where a model writes a conversation. @default one speaker without a name */
  personas?: readonly Persona[] | undefined;
  /** Refuse what a model says beyond its sources: numbers, dates, names. @default false */
  grounded?: boolean | undefined;
}

export interface GeneratedScript {
  script: Script;
  /** What the script was written from, in the order of its sources. */
  articles: Article[];
  degradations: StepDegradation[];
}

/**
 * Writes a script about what is at an address or in a file, or about several of them.
 * @example `const { script } = await generateScriptFromUrl("https://example.com/tides", { network })`
 */
export async function generateScriptFromUrl(
  source: string | readonly string[],
  options: GenerateScriptOptions & Pick<ReadSourceOptions, "network">,
): Promise<GeneratedScript> {
  const sources = typeof source === "string" ? [source] : source;
  if (sources.length === 0) throw new TypeError("Expected `source` to name at least one address or file");
  return await inStep("script", options.signal, () => writeAbout(sources, options));
}

async function writeAbout(
  sources: readonly string[],
  options: GenerateScriptOptions & Pick<ReadSourceOptions, "network">,
): Promise<GeneratedScript> {
  const { network, signal, onProgress } = options;
  const read: ReadArticle[] = [];
  for (const [index, one] of sources.entries()) {
    onProgress?.((index / sources.length) * 50, 100, `reading ${one}`);
    read.push(await readSource(one, { network, signal }));
  }
  return await writeScript(read, options);
}

/** Writes a script about a text that is at hand: of a standard input, of an editor. */
export async function generateScriptFromText(
  text: string | Uint8Array,
  options: GenerateScriptOptions & { origin?: TextOrigin | undefined } = {},
): Promise<GeneratedScript> {
  return await inStep("script", options.signal, () =>
    writeScript([readText(text, options.origin ?? { name: "The text" })], options),
  );
}

const SHORTEST_ARTICLE = { words: 25, signs: 60 };

async function writeScript(read: readonly ReadArticle[], options: GenerateScriptOptions): Promise<GeneratedScript> {
  const { onProgress, signal, seconds = 150 } = options;
  if (!(seconds >= 20 && seconds <= 3600)) throw new TypeError(`Expected \`seconds\` to be 20 to 3600, got ${seconds}`);
  const articles = read.map(({ article }) => article);
  const language = options.language ?? languageOf(articles);
  for (const article of articles) checkLength(article, language);
  signal?.throwIfAborted();
  onProgress?.(50, 100, "writing the script");
  const { script, leftOut } = await writeBy(articles, { ...options, language, seconds });
  onProgress?.(100, 100, "the script is written");
  const degradations = read.flatMap((one) => one.degradations);
  const lesser = options.model === undefined ? withoutModel(articles, language, options.personas ?? []) : [];
  return { script, articles, degradations: [...degradations, ...lesser, ...shortened(leftOut)] };
}

async function writeBy(
  articles: readonly Article[],
  {
    model,
    personas = [],
    grounded = false,
    language,
    seconds,
    signal,
  }: GenerateScriptOptions & { language: string; seconds: number },
): Promise<{ script: Script; leftOut: string[] }> {
  if (model !== undefined) {
    const script = await writeWithModel(articles, { model, language, seconds, personas, grounded, signal });
    return { script, leftOut: [] };
  }
  const { script: written, leftOut } = writeExtractive(articles, { language, seconds });
  const { script, issues } = checkScript(written);
  if (script === null) throw new ScriptValidationError(issues);
  return { script, leftOut };
}

function languageOf(articles: readonly Article[]): string {
  const declared = articles.map(({ language }) => language).find((language) => language !== null) ?? null;
  const text = articles.map((article) => article.text).join("\n");
  const guessed = guessLanguage(text);
  if (declared === null || !/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/.test(declared)) return guessed;
  // A page's template often says `en` whatever stands on it; signs do not lie.
  const isOfOtherSigns = ["ja", "ko", "zh", "ru", "ar", "he", "el", "th", "hi"].includes(guessed);
  return isOfOtherSigns && !declared.toLowerCase().startsWith(guessed) && /^en\b/i.test(declared) ? guessed : declared;
}

function checkLength({ text, name }: Article, language: string): void {
  const isWide = /^(?:ja|zh|th)/.test(language);
  const least = isWide ? SHORTEST_ARTICLE.signs : SHORTEST_ARTICLE.words;
  const length = lengthOf(text, language);
  if (length >= least) return;
  const unit = isWide ? "characters" : "words";
  throw new ProxxError(
    "text_missing",
    `${name} has too little text for a movie: ${length} ${unit} of at least ${least}.`,
    {
      hint: /^https?:/.test(name)
        ? "A page that is made in the browser gives none: save it as HTML or text, and give that file."
        : "Write more, or write the script itself: `proxx schema script` tells what stands in one.",
    },
  );
}

/** What only a model can do and was asked for: to translate, to write a conversation. */
function withoutModel(articles: readonly Article[], language: string, personas: readonly Persona[]): StepDegradation[] {
  const code = "extractive_script_instead_of_model" as const;
  const hint = "Name a model in proxx.yaml (`writer`), or change the script yourself.";
  const own = surelyOtherLanguage(articles.map(({ text }) => text).join("\n"), language);
  const told: StepDegradation[] = [];
  if (own !== null) {
    const message = `The script is to be in \`${language}\` and says the sentences of its source, which are in \`${own}\`: without a model nothing is translated.`;
    told.push({ code, message, hint });
  }
  if (personas.length > 1) {
    const message = `One voice says all of the script, and not ${personas.map(({ name }) => name).join(" and ")}: without a model no conversation is written.`;
    told.push({ code, message, hint });
  }
  return told;
}

function shortened(leftOut: readonly string[]): StepDegradation[] {
  if (leftOut.length === 0) return [];
  return [
    {
      code: "article_shortened",
      message: `Nothing is told of ${leftOut.map((title) => `“${title}”`).join(", ")}.`,
      hint: "Let the movie be longer with `--seconds`, or give the part that matters.",
    },
  ];
}
