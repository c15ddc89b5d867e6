import { stat } from "node:fs/promises";
import type { MediaFacts } from "./media-facts.ts";

/** Files, of which each takes a few kilobytes. */
const MOST_KNOWN = 1000;
const known = new Map<string, { stamp: string; facts: MediaFacts }>();

/**
 * What ffprobe says of a file, or what it said when the file was as it is now. To start it takes more than to read a file's
 * header, and a source is asked after when a plan is checked, by each job that takes it, and by the next plan.
 */
export async function knownFacts(path: string, ffprobe: string, ask: () => Promise<MediaFacts>): Promise<MediaFacts> {
  const key = `${ffprobe}\0${path}`;
  const stamp = await settledStamp(path);
  const before = known.get(key);
  // Whoever gets them may do with them what they like.
  if (before !== undefined && before.stamp === stamp) return structuredClone(before.facts);
  const facts = await ask();
  known.delete(key);
  if (stamp !== null) known.set(key, { stamp, facts: structuredClone(facts) });
  for (const oldest of known.keys()) {
    if (known.size <= MOST_KNOWN) break;
    known.delete(oldest);
  }
  return facts;
}

/** What changes when a file does; null where there is none, and where it has changed so lately that the next change need not show. */
async function settledStamp(path: string): Promise<string | null> {
  const now = Date.now();
  try {
    const { dev, ino, size, mtimeNs, ctimeNs, ctimeMs } = await stat(path, { bigint: true });
    // Some file systems know whole seconds alone, and FAT every other one; the others count the kernel's ticks, of 10 ms at most.
    const tickMs = ctimeNs % 1_000_000_000n === 0n ? 2000 : 20;
    return now - Number(ctimeMs) < tickMs ? null : [dev, ino, size, mtimeNs, ctimeNs].join(" ");
  } catch {
    // ffprobe says what is the matter with it.
    return null;
  }
}
