/** What a movie was written of, and the words of it that a line goes back to. */
import type { Execution } from "@proxx/contract";
import { client } from "../live/server.ts";
import { outputsOf, readText } from "./read-movie.ts";

const AROUND = 160;
const MOST_TAKES = 20;

export interface Passage {
  readonly before: string;
  readonly words: string;
  readonly after: string;
}

/** The texts of its sources, in their order: kept with the movie that was written of them, whatever was made after it. */
export async function readSources(execution: Execution): Promise<readonly string[]> {
  let take: Execution | null = execution;
  for (let taken = 0; take !== null && taken < MOST_TAKES; taken += 1) {
    const texts = outputsOf(take, "script").filter(({ mediaType }) => mediaType === "text/plain");
    if (texts.length > 0) return Promise.all(texts.map(({ sha256 }) => readText(sha256)));
    const base: string | null = take.baseExecutionId;
    take = base === null ? null : await client.executions.get(base).catch(() => null);
  }
  return [];
}

/** The words, and a little of what stands around them. */
export function passageOf(text: string, { start, end }: { start: number; end: number }): Passage {
  const before = text.slice(Math.max(0, start - AROUND), start);
  const after = text.slice(end, end + AROUND);
  return {
    before: start > AROUND ? `…${before.replace(/^\S*\s/, "")}` : before,
    words: text.slice(start, end),
    after: end + AROUND < text.length ? `${after.replace(/\s\S*$/, "")}…` : after,
  };
}

/** The page, scrolled to those words by browsers that can do that. */
export function addressOf(url: string, words: string): string {
  const written = (text: string) => encodeURIComponent(text).replaceAll("-", "%2D");
  const all = words.trim().split(/\s+/);
  const [first, last] = all.length > 10 ? [all.slice(0, 4).join(" "), all.slice(-4).join(" ")] : [words.trim(), null];
  const place = last === null ? written(first) : `${written(first)},${written(last)}`;
  return `${url.replace(/#.*$/, "")}#:~:text=${place}`;
}
