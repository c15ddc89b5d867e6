import type { EventEmitter } from "node:events";
import { mkdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { errorMessage, ProxxError } from "@proxx/contract";
import type { FolderLock } from "./folder/folder-lock.ts";
import type { ReadySpec } from "./queue/examine-spec.ts";
import { createClaimHold } from "./queue/claim-hold.ts";
import { createPendingQueue } from "./queue/pending-queue.ts";
import { createOutputReservations } from "./job/output-reservations.ts";
import { runSpec, type FinishedSpec } from "./job/run-spec.ts";
import { settleSpec } from "./job/settle-spec.ts";
import { createStabilityWatch, type FileClock } from "./queue/stability.ts";
import type { createFlag, createWakeUp } from "./queue/wake-up.ts";
import type { WatchEventMap } from "./watch-event.ts";
import type { WatchFolder } from "./folder/watch-folder.ts";
import type { Settings } from "./watcher-options.ts";

interface LoopContext {
  folder: WatchFolder;
  lock: FolderLock;
  settings: Settings;
  events: EventEmitter<WatchEventMap>;
  stop: AbortSignal;
  wakeUp: ReturnType<typeof createWakeUp>;
  changes: ReturnType<typeof createFlag>;
  clock: FileClock;
}

/** Fills the slots from `pending/` and puts away what they finish, until it is stopped or the pass is over. */
export function createWatchLoop({ folder, lock, settings, events, stop, wakeUp, changes, clock }: LoopContext) {
  const { maxWorkers } = settings;
  const settleMs = settings.settleSeconds * 1000;
  const pollMs = settings.pollSeconds * 1000;
  const slots = new Map<number, { spec: string; done: Promise<void> }>();
  const outputs = createOutputReservations();
  const unsettled: (FinishedSpec & { workerId: number })[] = [];
  const end = new AbortController();
  let fatal: unknown = null;
  let turn: Promise<void> = Promise.resolve();
  // A fair share of the cores for each slot: four jobs of eight threads each on eight cores wait for one another.
  const threads = Math.max(1, Math.floor(availableParallelism() / maxWorkers));

  const busy = (spec: string) =>
    [...slots.values()].some((slot) => slot.spec === spec) ||
    unsettled.some(({ settlement }) => settlement.spec === spec);
  const queue = createPendingQueue({
    folder,
    recursive: settings.recursive,
    once: settings.once,
    stability: createStabilityWatch(settleMs, clock),
    settleMs,
    stopped: () => end.signal.aborted,
    blocked: (spec) => (busy(spec) ? "a job of this name is running" : null),
    onWaiting: (spec, why) => events.emit("job-waiting", { spec, why }),
    onIgnored: (spec, why) => events.emit("entry-ignored", { spec, why }),
  });

  const claims = createClaimHold({
    pollMs,
    onHeld: (why) => events.emit("watch-held", { why }),
    onResumed: () => events.emit("watch-resumed", {}),
  });

  const fail = (error: unknown) => {
    fatal ??= error;
    end.abort();
    wakeUp.wake();
  };

  const settle = async (finished: FinishedSpec & { workerId: number }): Promise<void> => {
    const { journal, settlement, workerId } = finished;
    const { spec, result } = settlement;
    try {
      await lock.assertHeld();
      const { specPath, resultPath } = await settleSpec(folder, journal, settlement, (name) =>
        settings.onTransition(name, spec),
      );
      const why =
        result.validation_error ?? result.clips.find(({ status }) => status === "FAILED")?.failure_detail ?? null;
      events.emit("job-finished", { spec, workerId, status: result.status, to: specPath, result: resultPath, why });
    } catch (error) {
      if (isFatal(error)) return fail(error);
      const why = errorMessage(error);
      // One that was refused is in pending/ still, and will be looked at again there; it must not hold up the others.
      if (settlement.from === "pending") return queue.postpone(spec, `it is not valid, and cannot be put away: ${why}`);
      if (!unsettled.includes(finished)) {
        unsettled.push(finished);
        events.emit("job-unsettled", { spec, why });
      }
      return;
    }
    if (unsettled.includes(finished)) unsettled.splice(unsettled.indexOf(finished), 1);
  };

  const work = async (
    ready: ReadySpec,
    workerId: number,
    itsTurn: Promise<void>,
    decided: () => void,
  ): Promise<void> => {
    const { spec } = ready;
    try {
      const finished = await runSpec(ready, {
        folder,
        workerId,
        outputs,
        turn: itsTurn,
        decided,
        signal: end.signal,
        concurrencyMode: maxWorkers > 1 ? "parallel" : "sequential",
        execute: { ...executionOptions(settings), threads },
        assertHeld: () => lock.assertHeld(),
        reached: (name) => settings.onTransition(name, spec),
        held: async (why) => {
          claims.hold(why);
          await pause(Math.max(pollMs, 50), undefined, { signal: end.signal }).catch(() => {});
        },
        resumed: () => claims.resume(),
        onClaimed: ({ jobId, fingerprint, clips }) => {
          claims.resume();
          events.emit("job-claimed", { spec, workerId, jobId, fingerprint, clips: clips.length });
        },
        onProgress: (progress) => events.emit("clip-progress", { spec, workerId, progress }),
      });
      if ("heldBecause" in finished) claims.hold(finished.heldBecause);
      else if ("leftBecause" in finished) queue.postpone(spec, finished.leftBecause);
      else await settle({ ...finished, workerId });
    } catch (error) {
      fail(error);
    } finally {
      slots.delete(workerId);
      wakeUp.wake();
    }
  };

  const fillSlots = async (): Promise<void> => {
    while (slots.size < maxWorkers && unsettled.length === 0 && !claims.active && !end.signal.aborted) {
      const ready = await queue.next();
      if (ready === null) return;
      if (busy(ready.spec)) continue;
      const workerId = freeSlot(slots, maxWorkers);
      const itsTurn = turn;
      let decided = () => {};
      turn = new Promise((resolve) => (decided = resolve));
      slots.set(workerId, { spec: ready.spec, done: work(ready, workerId, itsTurn, decided) });
    }
  };

  /** Reads `pending/`, and makes it again when somebody has deleted it. */
  const list = async (): Promise<void> => {
    try {
      await queue.refresh();
      if (claims.because?.startsWith(UNREADABLE)) claims.resume();
    } catch (error) {
      await lock.assertHeld();
      const pending = join(folder.root, "pending");
      const made =
        (error as NodeJS.ErrnoException).code === "ENOENT" &&
        (await mkdir(pending).then(
          () => true,
          () => false,
        ));
      if (made) return;
      const why = `${UNREADABLE}: ${errorMessage(error)}`;
      if (settings.once)
        throw new ProxxError("folder_unusable", why, {
          hint: "Check that the folder is there and that this user may read it.",
          cause: error,
        });
      claims.hold(why);
    }
  };

  /** Lists when it is time to, or when something was dropped while nothing is left to do. */
  const listIfDue = async (): Promise<void> => {
    const full = slots.size >= maxWorkers || unsettled.length > 0;
    const due = performance.now() - listedAt >= pollMs || (queue.length === 0 && changes.take());
    if (full || !due || (settings.once && listedAt > 0)) return;
    listedAt = performance.now();
    await list();
  };
  let listedAt = -Infinity;

  /** With `once`: what still waits after it has been given the settle time is left to the next pass. */
  const passIsOver = (): boolean =>
    settings.once && slots.size === 0 && unsettled.length === 0 && (queue.exhausted || claims.because !== null);

  return {
    run: async () => {
      const onStop = () => {
        end.abort();
        wakeUp.wake();
      };
      stop.addEventListener("abort", onStop, { once: true });
      if (stop.aborted) end.abort();
      try {
        while (!end.signal.aborted) {
          await lock.assertHeld();
          for (const finished of [...unsettled]) await settle(finished);
          await listIfDue();
          await fillSlots();
          if (passIsOver()) break;
          await wakeUp.wait(queue.length > 0 ? Math.min(pollMs, settleMs + 20) : pollMs);
        }
      } catch (error) {
        fail(error);
      } finally {
        stop.removeEventListener("abort", onStop);
        end.abort();
        await Promise.all([...slots.values()].map(({ done }) => done));
      }
      if (fatal !== null) throw fatal;
    },
  };
}

function freeSlot(slots: ReadonlyMap<number, unknown>, maxWorkers: number): number {
  for (let id = 0; id < maxWorkers; id++) if (!slots.has(id)) return id;
  throw new RangeError("Expected a free slot");
}

function executionOptions({ verify, stallSeconds, tools, toolCacheFile, resolve }: Settings) {
  return { verify, stallSeconds, tools, toolCacheFile, resolve };
}

const UNREADABLE = "pending/ cannot be read";

/** What no runner can go on after; everything else is the fault of one job, or passes. */
function isFatal(error: unknown): boolean {
  return error instanceof ProxxError && (error.code === "folder_lost" || error.code === "folder_unusable");
}
