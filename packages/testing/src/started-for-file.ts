import { childrenOf } from "./process-table.ts";

/** Processes that may outlive a test: all tests of the file use them. */
export const STARTED_FOR_FILE = new Set<number>();

/** Starts what all tests of a file use, and an `afterAll` of theirs ends. */
export async function startedForFile<Started>(start: () => Promise<Started>): Promise<Started> {
  const before = new Set(childrenOf(process.pid).map(({ pid }) => pid));
  const started = await start();
  for (const { pid } of childrenOf(process.pid)) if (!before.has(pid)) STARTED_FOR_FILE.add(pid);
  return started;
}
