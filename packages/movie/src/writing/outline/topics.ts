import type { Article, Block, BlockOf } from "../../article/article.ts";
import { tongueOf } from "../language/tongue-of.ts";
import { titleOf } from "../sentences/slide-text.ts";
import { lengthOf } from "../sentences/words-in.ts";

/** A part of the article that is told of as one thing. */
export interface Topic {
  /** Null before the first heading. */
  title: string | null;
  blocks: Block[];
  isClosing: boolean;
}

/** More than these are not told of in a few minutes. */
const MOST_TOPICS = 8;

/** The parts of an article, by its headings; what stands at its end for reference is no part of what is told. */
export function topicsOf(article: Article, language: string): Topic[] {
  const { asideHeading, closingHeading } = tongueOf(language);
  const blocks = withoutTitle(article);
  const level = levelOfTopics(blocks);
  const topics: Topic[] = [{ title: null, blocks: [], isClosing: false }];
  for (const block of blocks) {
    if (block.kind === "heading" && block.level <= level) {
      const title = titleOf(block.text);
      topics.push({ title, blocks: [], isClosing: closingHeading.test(title) });
    } else topics.at(-1)?.blocks.push(block);
  }
  const told = topics.filter(({ title, blocks: own }) => hasContent(own) && !asideHeading.test(title ?? ""));
  return withDistinctTitles(told);
}

function withoutTitle({ blocks, title }: Article): Block[] {
  const [first] = blocks;
  const isTitle = first?.kind === "heading" && (first.level === 1 || first.text === title);
  return isTitle ? blocks.slice(1) : [...blocks];
}

/** The deepest level of heading that still parts the article into a few. */
function levelOfTopics(blocks: readonly Block[]): number {
  const headings = blocks.filter((block): block is BlockOf<"heading"> => block.kind === "heading");
  const levels = [...new Set(headings.map(({ level }) => level))].toSorted((a, b) => a - b);
  const few = levels.filter((level) => headings.filter((heading) => heading.level <= level).length <= MOST_TOPICS);
  const [highest = 0] = levels;
  // One heading over all of it parts nothing.
  return few.at(-1) ?? highest;
}

function hasContent(blocks: readonly Block[]): boolean {
  return blocks.some(({ kind }) => kind !== "heading" && kind !== "image");
}

/** Where several have one title, each has the number of its place among them. */
function withDistinctTitles(topics: readonly Topic[]): Topic[] {
  const counts = Map.groupBy(topics, ({ title }) => title);
  return topics.map((topic) => {
    const same = counts.get(topic.title) ?? [];
    if (same.length < 2 || topic.title === null) return topic;
    return { ...topic, title: `${topic.title} (${same.indexOf(topic) + 1})` };
  });
}

/** Parts an article without headings: paragraph by paragraph, into pieces of about one length. */
export function partTopic(topic: Topic, parts: number, language: string): Topic[] {
  const total = topic.blocks.reduce((sum, block) => sum + lengthOfBlock(block, language), 0);
  const pieces: Topic[] = [];
  let before = 0;
  for (const block of topic.blocks) {
    const piece = Math.min(parts - 1, Math.floor((before / Math.max(1, total)) * parts));
    const own = (pieces[piece] ??= { title: null, blocks: [], isClosing: false });
    own.blocks.push(block);
    before += lengthOfBlock(block, language);
  }
  return pieces.filter((piece) => piece !== undefined && hasContent(piece.blocks));
}

export function lengthOfBlock(block: Block, language: string): number {
  if (block.kind === "list") return block.items.reduce((sum, { text }) => sum + lengthOf(text, language), 0);
  return "text" in block ? lengthOf(block.text, language) : 0;
}
