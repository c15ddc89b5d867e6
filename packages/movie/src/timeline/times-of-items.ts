import type { CutLine, CutSection } from "./cut-between-lines.ts";
import type { Mention } from "./match-items.ts";
import type { Pace } from "./pace.ts";

export interface ItemTimesOptions {
  readonly lines: readonly CutLine[];
  readonly section: Pick<CutSection, "from" | "to">;
  readonly seconds: (frame: number) => number;
  readonly pace: Pace;
}

/**
 * When each item is spoken of, in seconds. Those that nobody speaks of lie between their neighbours, or where there are none
 * between the beginning and the end of what is said: in as many lines each, and within a line by its own time, so that a line
 * that becomes longer moves none of another.
 */
export function timesOfItems(mentions: readonly (Mention | null)[], options: ItemTimesOptions): number[] {
  const inOrder = mentions.map((mention, index) => {
    const before = Math.max(...mentions.slice(0, index).map((other) => other?.time ?? 0), 0);
    return mention !== null && mention.time >= before ? mention : null;
  });
  return inOrder.map((mention, index) => {
    if (mention !== null) return mention.time;
    const beforeAt = inOrder.slice(0, index).findLastIndex((other) => other !== null);
    const afterAt = inOrder.findIndex((other, at) => at > index && other !== null);
    const [before, after] = [inOrder[beforeAt] ?? null, inOrder[afterAt] ?? null];
    // Between two that are spoken of, after the last, or from the beginning on.
    const first = before === null ? -1 : beforeAt;
    const last = after === null ? inOrder.length : afterAt;
    const steps = last - first;
    const share = before === null ? (index - first - 1) / Math.max(1, steps - 1) : (index - first) / steps;
    return timeBetween(before, after, { ...options, share });
  });
}

function timeBetween(
  before: Mention | null,
  after: Mention | null,
  { lines, section, seconds, pace, share }: ItemTimesOptions & { share: number },
): number {
  if (lines.length === 0) {
    const start = seconds(section.from) + pace.change;
    return start + (seconds(section.to) - start) * share;
  }
  if (before !== null && before.line === after?.line) return before.time + (after.time - before.time) * share;
  const [from, to] = [before?.line ?? 0, after?.line ?? lines.length];
  // A line of one's own at the least: what is behind the last of them is still in it.
  const place = from + Math.max(to - from, 1) * share;
  const at = Math.min(Math.floor(place), lines.length - 1);
  const line = lines[at];
  if (line === undefined) return seconds(section.to);
  const begins = at === 0 ? seconds(line.from) : seconds(line.begins) + pace.ahead;
  const start = at === before?.line ? before.time : begins;
  const end = at === after?.line ? after.time : Math.max(start, seconds(line.to));
  return start + (end - start) * (place - at);
}
