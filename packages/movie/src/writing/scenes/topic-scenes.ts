import type { Slide } from "@proxx/contract";
import type { Block, BlockOf } from "../../article/article.ts";
import type { Topic } from "../outline/topics.ts";
import { chooseSentences } from "../sentences/choose-sentences.ts";
import type { RankedSentence } from "../sentences/rank-sentences.ts";
import { titleOf } from "../sentences/slide-text.ts";
import { secondsOf } from "../sentences/words-in.ts";
import type { Draft } from "./draft.ts";
import { listScene } from "./list-scene.ts";
import { proseScene } from "./prose-scene.ts";
import { codeScene, quoteScene } from "./shown-scenes.ts";
import { tableScene } from "./table-scene.ts";
import type { WritingContext } from "./writing-context.ts";

/** Longer than this, nobody looks at one slide. */
const LONGEST_SCENE_SECONDS = 24;
const LONGEST_LEAD_IN_SECONDS = 6;
const LONGEST_TITLE = 60;

export interface TopicTask {
  title: string;
  seconds: number;
  context: WritingContext;
  /** What was shown before, so that no two slides in a row look alike. */
  before: Slide | null;
}

/** A part of the article as scenes: what it says, and what it shows, if it shows something. */
export function topicScenes(topic: Topic, task: TopicTask): Draft[] {
  const { context, title } = task;
  const { language } = context;
  const shownAt = topic.blocks.findIndex((block) => isShown(block, context));
  const shown = topic.blocks[shownAt];
  if (shown === undefined) return proseScenes(untold(topic.blocks, context), task);
  const before = untold(topic.blocks.slice(0, shownAt), context);
  const after = untold(topic.blocks.slice(shownAt + 1), context);
  const seconds = task.seconds * (SHARE_AROUND[shown.kind] ?? 1);
  const shownTitle = titleBefore(topic.blocks, shownAt, context) ?? title;
  if (before.length === 0 && after.length > 0 && shown.kind === "list") {
    const list = shownScene(shown, { title: shownTitle, leadIn: [], context });
    if (list !== null) return [list, ...proseScenes(after, { ...task, seconds, before: list.slide })];
  }
  const around = chooseSentences(before.length > 0 ? before : after, { seconds, language });
  const apart = around.length - leadInLength(shown.kind, around, language);
  const introduction = proseScenes(around.slice(0, apart), { ...task, seconds: Number.POSITIVE_INFINITY });
  const leadIn = around.slice(apart);
  const scene = shownScene(shown, { title: shownTitle, leadIn, context });
  if (scene === null) return [...introduction, ...proseScenes(untold(topic.blocks, context), task)];
  return [...introduction, scene];
}

/** How much of a topic's time is for what is said around what it shows; a list and a table say something themselves. */
const SHARE_AROUND: Partial<Record<Block["kind"], number>> = { list: 0.45, table: 0.65, quote: 0.8 };

/** A slide that builds up is empty before what it shows is spoken of: it can wait for one short sentence, code for more. */
function leadInLength(kind: Block["kind"], around: readonly RankedSentence[], language: string): number {
  if (kind === "code") return Math.min(around.length, 3);
  const last = around.at(-1);
  return kind === "list" && last !== undefined && secondsOf(last.text, language) <= LONGEST_LEAD_IN_SECONDS ? 1 : 0;
}

function isShown(block: Block, context: WritingContext): boolean {
  if (block.kind === "list") return block.items.length >= 2 && !block.items.every((item) => context.isTold(item));
  if (block.kind === "quote") return !context.isTold(block);
  return block.kind === "table" || block.kind === "code";
}

function shownScene(
  block: Block,
  { title, leadIn, context }: { title: string; leadIn: readonly RankedSentence[]; context: WritingContext },
): Draft | null {
  if (block.kind === "list") return listScene(title, block, { context, leadIn: leadIn.slice(-2) });
  if (block.kind === "code") return codeScene(title, block, { context, around: leadIn });
  if (block.kind === "quote") return withLeadIn(quoteScene(title, block, context), leadIn, context);
  if (block.kind === "table") return withLeadIn(tableScene(title, block, context), leadIn, context);
  return null;
}

function withLeadIn(scene: Draft | null, leadIn: readonly RankedSentence[], context: WritingContext): Draft | null {
  if (scene === null || leadIn.length === 0) return scene;
  const said = proseScene(scene.title, leadIn, { context, before: null }).lines.map(({ text, span }) => ({
    text,
    span,
  }));
  return { ...scene, lines: [...said, ...scene.lines] };
}

/** Paragraphs, on two slides where they are too long for one. */
function proseScenes(sentences: readonly RankedSentence[], { title, seconds, context, before }: TopicTask): Draft[] {
  const { language } = context;
  const chosen = chooseSentences(sentences, { seconds, language });
  if (chosen.length === 0) return [];
  const total = chosen.reduce((sum, { text }) => sum + secondsOf(text, language), 0);
  if (total <= LONGEST_SCENE_SECONDS || chosen.length < 4) return [proseScene(title, chosen, { context, before })];
  const half = Math.ceil(chosen.length / 2);
  const first = proseScene(title, chosen.slice(0, half), { context, before });
  return [first, retitled(proseScene(title, chosen.slice(half), { context, before: first.slide }))];
}

/** Chapters are told apart by what they are called: the second scene of a topic by what it states. */
function retitled(scene: Draft): Draft {
  if (scene.slide.layout !== "statement") return scene;
  const title = scene.slide.text.replace(/[.。]$/u, "");
  return title.length <= LONGEST_TITLE ? { ...scene, title } : scene;
}

/** The sentences of paragraphs, without those that were told before. */
export function untold(blocks: readonly Block[], context: WritingContext): RankedSentence[] {
  return blocks
    .filter((block): block is BlockOf<"paragraph"> => block.kind === "paragraph")
    .flatMap((paragraph) => context.sentencesOf(paragraph))
    .filter((sentence) => !context.isTold(sentence));
}

function titleBefore(blocks: readonly Block[], index: number, context: WritingContext): string | null {
  const heading = blocks.slice(0, index).findLast((block) => block.kind === "heading");
  if (heading?.kind !== "heading" || context.repeatedHeadings.has(heading.text)) return null;
  return titleOf(heading.text);
}
