import { Worker } from "node:worker_threads";
import { ProxxError, type DrawnPreview } from "@proxx/contract";
import { SLIDE_THREAD, type PreviewAnswer, type PreviewDrawing } from "./slide-thread-program.ts";

/** A thread that draws one slide after the other, and is ended over one that takes too long. */
export interface SlideThread {
  draw(drawing: PreviewDrawing): Promise<DrawnPreview>;
}

/** Thousands of letters in the least form of a slide are measured for seconds, and nothing else can be done meanwhile. */
const LONGEST_MS = 10_000;
/** It has loaded fonts, of which the next letter that somebody types is drawn at once. */
const IDLE_MS = 60_000;

/**
 * What a stranger may have drawn is drawn in a thread, for there it can be stopped. It begins with the first slide, and ends
 * when none has been asked for in a while; it keeps no process from ending.
 */
export function createSlideThread({ longestMs = LONGEST_MS, idleMs = IDLE_MS } = {}): SlideThread {
  let worker: Worker | null = null;
  let resting: NodeJS.Timeout | undefined;
  let before: Promise<unknown> = Promise.resolve();

  const forget = (ended: Worker) => {
    if (worker === ended) worker = null;
  };
  const end = (ended: Worker) => {
    forget(ended);
    void ended.terminate();
  };

  async function drawNow(drawing: PreviewDrawing): Promise<DrawnPreview> {
    clearTimeout(resting);
    const own = (worker ??= startWorker(forget));
    own.ref();
    const { promise, resolve, reject } = Promise.withResolvers<PreviewAnswer>();
    const limit = setTimeout(() => reject(tooSlow(longestMs)), longestMs);
    const onExit = () => reject(new Error("The thread that draws previews has ended"));
    own.once("message", resolve).once("error", reject).once("exit", onExit);
    try {
      own.postMessage(drawing, []);
      const answer = await promise;
      if ("failure" in answer) throw failed(answer.failure);
      own.unref();
      resting = setTimeout(() => end(own), idleMs).unref();
      return answer;
    } catch (error) {
      end(own);
      throw error;
    } finally {
      clearTimeout(limit);
      own.off("message", resolve).off("error", reject).off("exit", onExit);
    }
  }

  return {
    draw(drawing) {
      const drawn = before.then(() => drawNow(drawing));
      before = drawn.catch(() => {});
      return drawn;
    },
  };
}

function startWorker(onExit: (worker: Worker) => void): Worker {
  // A checkout runs from its sources, and a thread knows nothing of how its process resolves them.
  const execArgv = SLIDE_THREAD.url.endsWith(".ts") ? ["--conditions=@proxx/source"] : [];
  const worker = new Worker(new URL(SLIDE_THREAD.url), {
    workerData: SLIDE_THREAD.role,
    execArgv,
    env: {},
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  // One that fails at rest has nobody to tell; the next is started in its place.
  worker.on("error", () => {}).on("exit", () => onExit(worker));
  return worker;
}

function failed({ code, message, hint }: Extract<PreviewAnswer, { failure: unknown }>["failure"]): Error {
  return code === "internal" ? new Error(message) : new ProxxError(code, message, { hint });
}

function tooSlow(longestMs: number): ProxxError {
  return new ProxxError("job_timeout", `The slide was not drawn within ${longestMs / 1000} s.`, {
    hint: "Write less on it.",
  });
}
