import { openRetention, type Retention } from "@proxx/database";
import { sweepFiles, type KeptFile, type Sweep } from "@proxx/engine";
import { createNetwork } from "@proxx/network";
import { readRuntimeSettings, type RuntimeOptions, type RuntimeSettings } from "./runtime-settings.ts";

export interface GarbageOptions extends Pick<RuntimeOptions, "environment" | "home" | "store"> {
  /** What ended before goes; null for nothing because of its age. Milliseconds since 1970. */
  endedBeforeMs: number | null;
  /** What lies in the store at most: above that goes what was used longest ago; null for no limit. Files of a folder alone. */
  maxBytes: number | null;
  /** Only says what would go. */
  isTrial: boolean;
  /** What was used within this time stays in any case. @default an hour */
  recentMs?: number | undefined;
  /** Of a bucket: see `sweepBucket`. @default a minute */
  graceMs?: number | undefined;
}

interface Amount {
  readonly files: number;
  readonly bytes: number;
}

export interface GarbageReport {
  /** That were forgotten, or would be. */
  readonly executions: number;
  /** That were removed, or would be. */
  readonly removed: Amount;
  readonly kept: Amount;
}

/**
 * Forgets executions that are over and old, and removes files that nobody needs. What an execution needs that has not ended stays,
 * whatever begins meanwhile: what is found in the store while this is at work shows, and stays too.
 */
export async function collectGarbage(options: GarbageOptions): Promise<GarbageReport> {
  const settings = readRuntimeSettings(options);
  const retention = await openRetention(settings.database);
  try {
    return await withSweep(settings, options, (sweep) => collect(options, retention, sweep));
  } finally {
    await retention.close();
  }
}

async function collect(options: GarbageOptions, retention: Retention, sweep: Sweep): Promise<GarbageReport> {
  const { endedBeforeMs, maxBytes, isTrial, recentMs = 3600_000 } = options;
  const nowMs = Date.now();
  // Nothing ended before the beginning of time.
  const beforeMs = endedBeforeMs ?? 0;
  const executions = await (isTrial ? retention.countForgettable(beforeMs) : retention.forget(beforeMs));
  const files: KeptFile[] = [];
  const needed = await retention.neededFiles(beforeMs);
  for await (const file of sweep.list()) files.push(file);
  const isRecent = ({ usedAtMs }: KeptFile) => usedAtMs >= nowMs - recentMs;
  const chosen = files.filter((file) => file.usedAtMs < beforeMs && !isRecent(file) && !needed.has(file.sha256));
  if (maxBytes !== null) {
    const neededNow = await retention.neededFiles(nowMs);
    const mayGo = (file: KeptFile) => !isRecent(file) && !neededNow.has(file.sha256);
    chosen.push(...beyondLimit(without(files, chosen), mayGo, maxBytes));
  }
  if (isTrial) return report(executions, chosen, files);
  if (endedBeforeMs !== null) await sweep.forgetMade(beforeMs);
  const removed = await sweep.remove(chosen, async () => {
    // By whatever is kept, and not by what has ended since: the clocks of other machines are not this one's.
    const neededSince = await retention.neededFiles(beforeMs);
    return (sha256) => neededSince.has(sha256);
  });
  // Once more: what these files were made of is nothing to go by any more.
  if (endedBeforeMs !== null) await sweep.forgetMade(beforeMs);
  return report(executions, removed, files);
}

/** Of what there is the longest unused, as many as bring the rest below the limit. */
function beyondLimit(files: readonly KeptFile[], mayGo: (file: KeptFile) => boolean, maxBytes: number): KeptFile[] {
  let left = bytesOf(files);
  const going: KeptFile[] = [];
  for (const file of files.toSorted((one, other) => one.usedAtMs - other.usedAtMs)) {
    if (left <= maxBytes) break;
    if (!mayGo(file)) continue;
    going.push(file);
    left -= file.bytes;
  }
  return going;
}

function without(files: readonly KeptFile[], those: readonly KeptFile[]): KeptFile[] {
  const left = new Set(files);
  for (const file of those) left.delete(file);
  return [...left];
}

function report(executions: number, removed: readonly KeptFile[], files: readonly KeptFile[]): GarbageReport {
  const kept = { files: files.length - removed.length, bytes: bytesOf(files) - bytesOf(removed) };
  return { executions, removed: { files: removed.length, bytes: bytesOf(removed) }, kept };
}

function bytesOf(files: readonly KeptFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

async function withSweep<Result>(
  { home, store }: RuntimeSettings,
  { maxBytes, graceMs }: GarbageOptions,
  work: (sweep: Sweep) => Promise<Result>,
): Promise<Result> {
  if (store === null) return work(sweepFiles(home));
  if (maxBytes !== null) throw new TypeError("Expected `maxBytes` to be null where artifacts are in a bucket");
  const { openS3Sweep } = await import("@proxx/storage");
  // Where the bucket is says the operator, and no plan.
  const network = createNetwork({ purpose: "result", allowPrivate: true, maxResponseBytes: Number.MAX_SAFE_INTEGER });
  try {
    return await work(openS3Sweep({ settings: store, fetch: network.fetch, graceMs }));
  } finally {
    await network.close();
  }
}
