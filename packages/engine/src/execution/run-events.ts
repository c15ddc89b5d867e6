import type { ExecutionProgress, RunEvent, RunEventBody } from "@proxx/contract";
import { createListeners } from "../scheduling/listeners.ts";

type RunEventListener = (event: RunEvent) => void;

/** The events of one execution, and those who read them here. */
export interface RunEvents {
  /** Whether anybody reads more of them than the progress. */
  readonly areRead: boolean;
  /** Whether anybody reads any. */
  readonly areHeard: boolean;
  /** What happened between two moves: told at once, and kept with the next one. */
  tell(event: RunEventBody): void;
  /** Tells what is not kept, or is already. */
  announce(event: RunEvent): void;
  stamp(event: RunEventBody): RunEvent;
  /** What was told and is not kept yet. */
  readonly pending: readonly RunEvent[];
  /** To be kept with the next move, and told already. */
  keepLater(events: readonly RunEvent[]): void;
  /** The first of these are kept. */
  kept(count: number): void;
  onEvent(listener: RunEventListener): () => void;
  onProgress(listener: (progress: ExecutionProgress) => void): () => void;
  close(): void;
}

/** What a process of this machine was given is nothing for those who watch from elsewhere. */
export function isOfThisMachine({ type }: RunEventBody): boolean {
  return type === "process-started" || type === "process-ended";
}

export function createRunEvents(executionId: string, now: () => number, onPending: () => void): RunEvents {
  const listeners = createListeners<RunEvent>();
  const progressListeners = createListeners<ExecutionProgress>();
  let pending: RunEvent[] = [];

  function stamp(event: RunEventBody): RunEvent {
    return { time: new Date(now()).toISOString(), executionId, ...event };
  }

  function announce(event: RunEvent): void {
    listeners.tell(event);
    if (event.type !== "execution-progress") return;
    const { type: _type, time: _time, executionId: _executionId, ...progress } = event;
    progressListeners.tell(progress);
  }

  return {
    get areRead() {
      return !listeners.isEmpty;
    },
    get areHeard() {
      return !listeners.isEmpty || !progressListeners.isEmpty;
    },
    tell(body) {
      const event = stamp(body);
      announce(event);
      if (isOfThisMachine(body)) return;
      pending.push(event);
      onPending();
    },
    announce,
    stamp,
    get pending() {
      return pending;
    },
    keepLater(events) {
      pending.push(...events);
    },
    kept(count) {
      pending = pending.slice(count);
    },
    onEvent: (listener) => listeners.add(listener),
    onProgress: (listener) => progressListeners.add(listener),
    close() {
      listeners.clear();
      progressListeners.clear();
    },
  };
}
