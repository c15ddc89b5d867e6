import { join } from "node:path";
import { examineSpec, type ExamineOptions, type ReadySpec } from "./examine-spec.ts";
import { createFolderReader } from "./folder-reader.ts";

interface PendingQueueOptions extends ExamineOptions {
  recursive: boolean;
  /** One pass: look at everything that is there, and a second time at what waits. Otherwise each look is kept short. */
  once: boolean;
  settleMs: number;
  stopped: () => boolean;
  onWaiting: (spec: string, why: string) => void;
  onIgnored: (spec: string, why: string) => void;
}

/** Waiting entries are looked at again after the settle time, and less often when there are many of them. */
const CROWD = 100;
/** How many entries one look examines: more than become due within a settle time, so that every entry gets its turn. */
const EXAMINED_AT_ONCE = 250;

/**
 * The specs of `pending/` in code-point order. The folder is read when `refresh` is called and not otherwise; what is
 * taken from the list is not looked for again, so that a hundred thousand specs are listed once and not for each job.
 * One that was ready and had to be left is tried again once another one was taken, or there is none: it could not be taken
 * however often it is tried, and would hold up those behind it.
 */
export function createPendingQueue(options: PendingQueueOptions) {
  const { folder, settleMs, once } = options;
  let listed: string[] = [];
  const waiting = new Map<string, { dueMs: number; looks: number }>();
  const told = new Map<string, string>();
  /** Those that were ready and had to be left, and which of them have been tried since another one was taken. */
  const left = new Set<string>();
  const tried = new Set<string>();
  const toldFolders = new Map<string, string>();
  const readFolder = createFolderReader(join(folder.root, "pending"), options.recursive, (below, why) => {
    if (toldFolders.get(below) !== why) options.onIgnored(below, why);
    toldFolders.set(below, why);
  });

  const tellIgnored = (spec: string, why: string) => {
    if (told.get(spec) === why) return;
    told.set(spec, why);
    options.onIgnored(spec, why);
  };
  const tellWaiting = (spec: string, why: string) => {
    if (told.get(spec) === why) return;
    told.set(spec, why);
    options.onWaiting(spec, why);
  };
  const wait = (spec: string, why: string) => {
    const looks = (waiting.get(spec)?.looks ?? 0) + 1;
    const crowd = once ? 1 : Math.max(1, waiting.size / CROWD);
    waiting.set(spec, { dueMs: performance.now() + settleMs * crowd, looks });
    tellWaiting(spec, why);
  };

  const firstReady = async (): Promise<ReadySpec | null> => {
    let examinedNow = 0;
    for (let index = 0; index < listed.length && !options.stopped();) {
      const spec = listed[index] ?? "";
      if (tried.has(spec) || (waiting.get(spec)?.dueMs ?? 0) > performance.now()) {
        index++;
        continue;
      }
      if (!once && examinedNow++ >= EXAMINED_AT_ONCE) return null;
      const examined = await examineSpec(spec, options);
      if (examined !== null && "waiting" in examined) {
        wait(spec, examined.waiting);
        index++;
        continue;
      }
      listed.splice(index, 1);
      waiting.delete(spec);
      if (examined === null) continue;
      if ("content" in examined) return examined;
      tellIgnored(spec, examined.ignored);
    }
    return null;
  };

  return {
    /** Reads the folder anew. */
    refresh: async () => {
      listed = await readFolder();
      if (waiting.size === 0 && told.size === 0 && left.size === 0) return;
      const here = new Set(listed);
      for (const known of [waiting, told, left, tried])
        for (const spec of known.keys()) if (!here.has(spec)) known.delete(spec);
    },
    /** The first spec that is ready, which then leaves the list; null when none is. */
    next: async (): Promise<ReadySpec | null> => {
      let ready = await firstReady();
      if (ready === null && tried.size > 0) {
        tried.clear();
        ready = await firstReady();
      }
      if (ready === null) return null;
      if (left.has(ready.spec)) tried.add(ready.spec);
      else tried.clear();
      return ready;
    },
    /** Leaves a spec that was ready for a later look, and says why once. */
    postpone: (spec: string, why: string) => {
      left.add(spec);
      tried.add(spec);
      wait(spec, why);
    },
    /** How many are left that may become ready. */
    get length() {
      return listed.length;
    },
    /** Whether each that is left has been looked at, and again after the settle time. */
    get exhausted() {
      return listed.every((spec) => (waiting.get(spec)?.looks ?? 0) > 1);
    },
  };
}
