import { statfs } from "node:fs/promises";
import type { Finding, System } from "@proxx/contract";
import type { Engine } from "@proxx/runtime";
import { examineMachine } from "@proxx/transcode";

export interface DescribeSystemOptions {
  figures: Engine["figures"];
  version: string;
  startedAtMs: number;
  home: string;
  mediaRoots: readonly string[];
  now: () => number;
}

/** Tools do not come and go by the minute, and looking for them starts processes. */
const LOOK_AGAIN_MS = 60_000;

/** How the server is, for its operator. What is on the machine is looked at now and then. */
export function createSystemDescription(options: DescribeSystemOptions): () => Promise<System> {
  let looked: { atMs: number; findings: Promise<Finding[]> } | null = null;
  return async () => {
    const { figures, version, startedAtMs, home, mediaRoots, now } = options;
    if (looked === null || now() - looked.atMs > LOOK_AGAIN_MS) {
      looked = { atMs: now(), findings: examineMachine() };
      looked.findings.catch(() => (looked = null));
    }
    const folders = [["data", home] as const, ...mediaRoots.map((path) => ["media", path] as const)];
    const { executions, jobs, waitingDeliveries, workers, slots } = await figures();
    return {
      version,
      startedAt: new Date(startedAtMs).toISOString(),
      workers,
      slots: {
        compute: { count: slots.compute.count, taken: slots.compute.taken },
        wait: { count: slots.wait.count, taken: slots.wait.taken },
      },
      executions: [...executions],
      jobs: [...jobs],
      waitingDeliveries,
      memoryBytes: process.memoryUsage.rss(),
      disks: (await Promise.all(folders.map(([name, path]) => describeDisk(name, path)))).flat(),
      findings: await looked.findings,
    };
  };
}

async function describeDisk(name: string, path: string): Promise<System["disks"]> {
  const stats = await statfs(path).catch(() => null);
  if (stats === null) return [];
  return [{ name, path, freeBytes: stats.bavail * stats.bsize, totalBytes: stats.blocks * stats.bsize }];
}
