import type { ScriptDocument } from "@proxx/contract";
import type { Article, BlockOf } from "../article/article.ts";
import { tongueOf } from "./language/tongue-of.ts";
import { pieceTitles } from "./outline/piece-titles.ts";
import { lengthOfBlock, partTopic, topicsOf, type Topic } from "./outline/topics.ts";
import type { Draft } from "./scenes/draft.ts";
import { closingScene, creditsScene, hookScene } from "./scenes/ends.ts";
import { withPicture } from "./scenes/pictures.ts";
import { topicScenes } from "./scenes/topic-scenes.ts";
import { WritingContext } from "./scenes/writing-context.ts";
import { rankSentences, type RankedSentence } from "./sentences/rank-sentences.ts";
import { cutTitle } from "./sentences/slide-text.ts";
import { splitSentences } from "./sentences/split-sentences.ts";
import { meaningfulWords, secondsOf } from "./sentences/words-in.ts";

export interface ExtractiveOptions {
  language: string;
  /** About how long the movie is to be. */
  seconds: number;
}

const MOST_TOLD = 6;
/** A little more than asked for is better than an end that is cut off. */
const LONGEST_OVER = 1.1;
const ENDS_SECONDS = 26;
const SHORTEST_TOPIC_SECONDS = 9;
const LONGEST_TOPIC_SECONDS = 40;

export interface ExtractiveScript {
  script: ScriptDocument;
  /** Parts of the article of which nothing is told. */
  leftOut: string[];
}

/**
 * Writes a script out of the article's own sentences: a hook, what each part says and shows, a closing. Nothing is made up,
 * and the same article gives the same script.
 */
export function writeExtractive(
  articles: readonly Article[],
  { language, seconds }: ExtractiveOptions,
): ExtractiveScript {
  const perArticle = seconds / articles.length;
  const written = articles.map((article, source) => writeToLength(article, { language, seconds: perArticle, source }));
  const [main] = articles;
  const drafts = written.flatMap(({ drafts: own }) => own);
  const credits = creditsScene(
    articles,
    drafts.flatMap(({ imageCredit }) => imageCredit ?? []),
    language,
  );
  const sections = written.flatMap(({ drafts: own, source }) => own.map((draft) => sectionOf(draft, source)));
  const script: ScriptDocument = {
    title: cutTitle(main?.title ?? ""),
    ...(main?.description == null ? {} : { description: main.description.slice(0, 5000) }),
    language,
    sources: articles.map(({ url, path, title, author }) => ({
      ...(url === null ? {} : { url }),
      ...(path === null ? {} : { path }),
      title: title.slice(0, 400),
      ...(author === null ? {} : { author }),
    })),
    ...pronunciationsOf(articles, language),
    sections: [...sections, ...(credits === null ? [] : [sectionOf(credits, 0)])],
  };
  return { script, leftOut: written.flatMap(({ leftOut }) => leftOut) };
}

/** What one part leaves of its time, the others may have: written again with more, until it is about as long as asked. */
function writeToLength(article: Article, options: ExtractiveOptions & { source: number }) {
  let best = writeOne(article, options);
  for (let given = options.seconds; given < options.seconds * 2; given *= 1.15) {
    const longer = writeOne(article, { ...options, seconds: given });
    if (saidSeconds(longer.drafts, options.language) > options.seconds * LONGEST_OVER) break;
    best = longer;
  }
  return best;
}

function saidSeconds(drafts: readonly Draft[], language: string): number {
  return drafts.reduce(
    (sum, { lines, seconds = 0 }) => sum + lines.reduce((said, { text }) => said + secondsOf(text, language), seconds),
    0,
  );
}

function writeOne(article: Article, options: ExtractiveOptions & { source: number }) {
  const { language, seconds, source } = options;
  const topics = parted(topicsOf(article, language), seconds, language);
  const ranked = rankSentences(sentencesIn(article, language), language);
  const context = new WritingContext({
    language,
    ranked,
    keyWords: keyWordsOf(article, language),
    headings: article.blocks.flatMap((block) => (block.kind === "heading" ? [block.text] : [])),
  });
  const opening = hookScene(article, topics, context);
  // One movie has one title.
  const hook: Draft = source === 0 ? opening : { ...opening, slide: { layout: "section", title: opening.title } };
  // What the end says is kept for the end.
  const closing = closingScene(article, topics, context);
  const main = topics.filter(({ isClosing }) => !isClosing);
  const told = mostImportant(main, ranked);
  const weights = told.map((topic) =>
    Math.sqrt(topic.blocks.reduce((sum, block) => sum + lengthOfBlock(block, language), 20)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const drafts = [hook];
  let picture: BlockOf<"image"> | undefined;
  for (const [index, topic] of told.entries()) {
    const share = ((weights[index] ?? 0) / Math.max(1, total)) * (seconds - ENDS_SECONDS);
    const scenes = topicScenes(topic, {
      title: topic.title ?? tongueOf(language).phrases.inShort,
      seconds: Math.min(LONGEST_TOPIC_SECONDS, Math.max(SHORTEST_TOPIC_SECONDS, share)),
      context,
      before: drafts.at(-1)?.slide ?? null,
    });
    // The picture of a part that was told of in the hook is seen with the next.
    picture = topic.blocks.find((block) => block.kind === "image") ?? picture;
    drafts.push(...withPicture(scenes, picture, article));
    if (scenes.length > 0) picture = undefined;
  }
  if (closing !== null) drafts.push(closing);
  const leftOut = main.filter((topic) => !told.includes(topic)).flatMap(({ title }) => title ?? []);
  return { drafts, source, leftOut };
}

/** An article without headings is parted by its length. */
function parted(topics: readonly Topic[], seconds: number, language: string): Topic[] {
  const [only] = topics;
  if (only === undefined || topics.length > 1) return [...topics];
  const parts = Math.min(MOST_TOLD, Math.max(2, Math.round(seconds / 25)));
  return pieceTitles(partTopic(only, parts, language), language);
}

function mostImportant(topics: readonly Topic[], ranked: readonly RankedSentence[]): Topic[] {
  if (topics.length <= MOST_TOLD) return [...topics];
  const weightOf = ({ blocks }: Topic) =>
    blocks.reduce((sum, block) => {
      if (!("start" in block)) return sum + 1;
      const own = ranked.filter(({ start }) => start >= block.start && start < block.end);
      return sum + own.reduce((rankSum, { rank }) => rankSum + rank, 0);
    }, 0);
  const kept = topics.toSorted((a, b) => weightOf(b) - weightOf(a)).slice(0, MOST_TOLD);
  return topics.filter((topic) => kept.includes(topic));
}

function sentencesIn({ blocks }: Article, language: string) {
  return blocks.flatMap((block) => {
    if (block.kind === "list") return block.items.flatMap((item) => splitSentences(item, language));
    return block.kind === "paragraph" || block.kind === "quote" ? splitSentences(block, language) : [];
  });
}

function keyWordsOf({ text }: Article, language: string): string[] {
  const counts = new Map<string, number>();
  for (const word of meaningfulWords(text, language)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .filter(([word, count]) => count > 1 && Array.from(word).length > 1)
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, 12)
    .map(([word]) => word);
}

function sectionOf({ title, slide, lines, imageUrl, imageCredit, seconds }: Draft, source: number) {
  return {
    title: title.slice(0, 200),
    slide,
    ...(imageUrl === undefined ? {} : { source_image_url: imageUrl }),
    ...(imageCredit === undefined ? {} : { image_credit: imageCredit }),
    ...(seconds === undefined ? {} : { seconds }),
    narrations: lines.map(({ text, span, item }) => ({
      text: text.slice(0, 2000),
      ...(item === undefined ? {} : { item }),
      ...(span === null ? {} : { source: { source, ...span } }),
    })),
  };
}

function pronunciationsOf(articles: readonly Article[], language: string) {
  const all = articles.flatMap(({ readings }) => readings);
  const unique = new Map(all.map(({ word, reading }) => [word, reading]));
  if (unique.size === 0) return {};
  return { pronunciations: [...unique].map(([word, reading]) => ({ word, reading, language })) };
}
