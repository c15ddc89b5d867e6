import type { Article } from "../../article/article.ts";
import { tongueOf } from "../language/tongue-of.ts";
import type { Topic } from "../outline/topics.ts";
import type { RankedSentence } from "../sentences/rank-sentences.ts";
import { cutTitle, emphasisIn, statementOf } from "../sentences/slide-text.ts";
import { spokenLines } from "../sentences/spoken-text.ts";
import { lengthOf, secondsOf } from "../sentences/words-in.ts";
import type { Draft, DraftLine } from "./draft.ts";
import { untold } from "./topic-scenes.ts";
import type { WritingContext } from "./writing-context.ts";

/** A beginning that is not much longer is said whole. */
const HOOK_SECONDS = 12;
const WHOLE_HOOK_SECONDS = 20;
const CLOSING_SECONDS = 22;
const CREDITS_SECONDS = 4;

/** The title, while the beginning of the article is said: it was written to be read on. */
export function hookScene(article: Article, topics: readonly Topic[], context: WritingContext): Draft {
  const { language } = context;
  const { dangling } = tongueOf(language);
  const [first] = topics;
  const lead = untold(first?.blocks ?? [], context);
  const start = Math.max(
    0,
    lead.findIndex(({ text }) => !dangling.test(text)),
  );
  const hook: RankedSentence[] = [];
  const whole = lead.slice(start).reduce((sum, { text }) => sum + secondsOf(text, language), 0);
  const limit = first?.title === null && whole <= WHOLE_HOOK_SECONDS ? WHOLE_HOOK_SECONDS : HOOK_SECONDS;
  let seconds = 0;
  for (const sentence of lead.slice(start)) {
    seconds += secondsOf(sentence.text, language);
    if (hook.length > 0 && seconds > limit) break;
    hook.push(sentence);
  }
  for (const sentence of hook) context.tell(sentence);
  const { siteName, author, description } = article;
  const subtitle = description !== null && description.length <= 120 ? description : (siteName ?? author);
  const title = cutTitle(article.title);
  return {
    title,
    slide: { layout: "title", title, ...(subtitle === null ? {} : { subtitle }) },
    lines: linesOf(hook, language),
  };
}

/** What to take along: the end of the article as it was written, and where all of it comes from. */
export function closingScene(article: Article, topics: readonly Topic[], context: WritingContext): Draft | null {
  const { language } = context;
  const { phrases } = tongueOf(language);
  const written = topics.findLast(({ isClosing }) => isClosing);
  const sentences = untold(written?.blocks ?? topics.at(-1)?.blocks ?? [], context);
  const chosen = lastSentences(written === undefined ? endOf(sentences) : sentences, language);
  for (const sentence of chosen) context.tell(sentence);
  const statements = chosen.flatMap(({ text }) => statementOf(text, language) ?? []);
  const statement = statements.findLast((text) => !tongueOf(language).dangling.test(text)) ?? statements.at(-1);
  const title = written?.title ?? phrases.closing;
  const from: DraftLine[] =
    article.url === null && article.author === null
      ? []
      : [phrases.basedOn?.(article.title, article.author)].flatMap((text) =>
          text === undefined ? [] : [{ text, span: null }],
        );
  const lines = [...linesOf(chosen, language), ...from];
  if (lines.length === 0) return null;
  if (statement === undefined) return { title, slide: { layout: "section", title: cutTitle(article.title) }, lines };
  const emphasis = emphasisIn(statement, context.keyWords);
  return {
    title,
    slide: { layout: "statement", text: statement, ...(emphasis === undefined ? {} : { emphasis }) },
    lines,
  };
}

/** Without a part of its own that is the end, the end of the last part; most of that one is told before. */
function endOf(sentences: readonly RankedSentence[]): RankedSentence[] {
  return sentences.slice(sentences.length > 3 ? -2 : -1);
}

/** The end of a text was written as an end: as much of it as is not too long, from a sentence that can begin. */
function lastSentences(all: readonly RankedSentence[], language: string): RankedSentence[] {
  const { dangling, longest } = tongueOf(language);
  // What goes on for so long is a list of remarks, not a sentence to end with.
  const sentences = all.filter(({ text }) => lengthOf(text, language) <= longest.line * 2);
  let seconds = 0;
  let start = sentences.length;
  for (const [index, { text }] of [...sentences.entries()].reverse()) {
    seconds += secondsOf(text, language);
    if (seconds > CLOSING_SECONDS && start < sentences.length) break;
    start = index;
  }
  const tail = sentences.slice(start);
  const begin = tail.findIndex(({ text }) => !dangling.test(text));
  return tail.slice(Math.max(0, begin));
}

/** Who wrote what was told, and where; nothing where nobody is named. */
export function creditsScene(
  articles: readonly Article[],
  pictures: readonly string[],
  language: string,
): Draft | null {
  const { phrases } = tongueOf(language);
  const rows = articles.flatMap(({ author, url, title, siteName }) => [
    ...(author === null ? [] : [{ role: phrases.author, name: author }]),
    ...(url === null
      ? []
      : [{ role: phrases.source, name: siteName === null ? `${title}, ${hostOf(url)}` : `${title}, ${siteName}` }]),
  ]);
  const shown = [...rows, ...[...new Set(pictures)].map((name) => ({ role: phrases.pictures, name }))].slice(0, 8);
  if (shown.length === 0) return null;
  const cut = shown.map(({ role, name }) => ({ role, name: name.slice(0, 300) }));
  const slide = { layout: "credits", title: phrases.credits, rows: cut } as const;
  return { title: phrases.credits, slide, lines: [], seconds: CREDITS_SECONDS };
}

function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^www\./, "");
}

function linesOf(sentences: readonly RankedSentence[], language: string): DraftLine[] {
  return sentences.flatMap(({ text, start, end }) =>
    spokenLines(text, language).map((line) => ({ text: line, span: { start, end } })),
  );
}
