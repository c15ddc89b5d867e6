import { Worker } from "node:worker_threads";
import { ESPEAK_WORKER, type EspeakRequest } from "./espeak-worker.ts";

/** Threads in which espeak-ng speaks, and waits for the next text. */
export interface EspeakThreads {
  /** What the worker answers; rejects with what ended the thread instead. On abort the thread is gone when it rejects. */
  ask(module: string, request: EspeakRequest, signal: AbortSignal): Promise<unknown>;
}

/** A thread that nobody has asked for so long is ended: it holds 60 MB. */
const IDLE_MS = 5000;

/**
 * As many threads as there are texts at once; so many of them at most wait for the next text. None of those keeps the process
 * from ending.
 */
export function createEspeakThreads({
  mostIdle,
  idleMs = IDLE_MS,
}: {
  mostIdle: number;
  idleMs?: number;
}): EspeakThreads {
  const idle: Thread[] = [];

  const takeBack = async (thread: Thread) => {
    if (idle.length >= mostIdle) return await thread.end();
    idle.push(thread);
    thread.rest(idleMs, () => idle.splice(idle.indexOf(thread), 1));
  };

  return {
    async ask(module, request, signal) {
      const thread = idle.pop() ?? startThread(module);
      const end = () => void thread.end();
      signal.addEventListener("abort", end, { once: true });
      let answer: unknown;
      try {
        answer = await thread.ask(request);
      } finally {
        // Before it is given to others, whom this signal is none of.
        signal.removeEventListener("abort", end);
        if (signal.aborted) await thread.end();
      }
      if (!signal.aborted) await takeBack(thread);
      return answer;
    },
  };
}

interface Thread {
  ask(request: EspeakRequest): Promise<unknown>;
  /** Until it is asked again; ends it when that takes too long. `onGone` is told before it does, or when it ends by itself. */
  rest(milliseconds: number, onGone: () => void): void;
  end(): Promise<void>;
}

function startThread(module: string): Thread {
  const worker = new Worker(ESPEAK_WORKER, { eval: true, workerData: { module }, stdout: true, stderr: true });
  let waiting: PromiseWithResolvers<unknown> | null = null;
  let onGoneAtRest: (() => void) | null = null;
  let timer: NodeJS.Timeout | undefined;
  let failure: unknown;
  const tellGone = () => {
    onGoneAtRest?.();
    onGoneAtRest = null;
  };
  worker.on("message", (answer: unknown) => waiting?.resolve(answer));
  worker.on("error", (error: unknown) => {
    failure = error;
  });
  worker.on("exit", () => {
    clearTimeout(timer);
    waiting?.reject(failure);
    tellGone();
  });
  return {
    ask(request) {
      clearTimeout(timer);
      onGoneAtRest = null;
      worker.ref();
      waiting = Promise.withResolvers();
      worker.postMessage(request, []);
      return waiting.promise;
    },
    rest(milliseconds, onGone) {
      waiting = null;
      onGoneAtRest = onGone;
      worker.unref();
      timer = setTimeout(() => {
        // Until it has ended nobody may be given it: what it was asked would be lost.
        tellGone();
        void worker.terminate();
      }, milliseconds).unref();
    },
    async end() {
      await worker.terminate();
    },
  };
}
