import type { Degradation, Execution, ExecutionError, ExecutionStatus, Job, Video } from "@proxx/contract";
import type { StartedExecution } from "./execution-target.ts";
import { callBack } from "./call-back.ts";
import { ExecutionFailure } from "./execution-failure.ts";

/** An execution as the one who began it holds it. What it says is what was last heard of it. `Name`: what `outputs` named. */
export interface PipelineExecution<Name extends string = string> {
  readonly id: string;
  readonly status: ExecutionStatus;
  /** Once it has completed. */
  readonly result: Video | undefined;
  /** Once it has completed, what `outputs` asked for, by its name; null where that is words, which its job has. */
  readonly results: Readonly<Partial<Record<Name, Video | null>>>;
  /** Once it has failed, or was cancelled. */
  readonly error: ExecutionError | undefined;
  /** What was done in a lesser way than was asked for. */
  readonly degradations: readonly Degradation[];
  readonly jobs: readonly Job[];
  /** Calls back once when it has completed, also when it has already. Where nobody waits for the end it is asked for. */
  onComplete(callback: (video: Video) => unknown): void;
  /** Calls back once when it has failed, was cancelled, or can no longer be followed; also when that has happened already. */
  onError(callback: (error: Error) => unknown): void;
  /** Asks how it stands. */
  getStatus(): Promise<Execution>;
  /** Ends it. What has been finished is kept, and reused by the next execution. */
  cancel(): Promise<void>;
}

export interface FollowedExecution {
  readonly execution: PipelineExecution;
  /** Asks for its end, without asking how it then stands. */
  readonly cancel: () => Promise<void>;
  /** Resolves when it is over. */
  readonly follow: (stop: AbortSignal) => Promise<void>;
}

export function createPipelineExecution(started: StartedExecution): FollowedExecution {
  const heard = {
    id: started.id,
    status: started.status,
    result: undefined as Video | undefined,
    results: {} as Readonly<Record<string, Video | null>>,
    error: undefined as ExecutionError | undefined,
    degradations: [] as readonly Degradation[],
    jobs: [] as readonly Job[],
  };
  let onComplete: ((video: Video) => unknown)[] = [];
  let onError: ((error: Error) => unknown)[] = [];
  let end: Execution | null = null;
  const over = Promise.withResolvers<void>();
  let watching = false;

  const execution: PipelineExecution = Object.assign(heard, {
    onComplete(callback: (video: Video) => unknown) {
      onComplete.push(callback);
      tellOrWatch();
    },
    onError(callback: (error: Error) => unknown) {
      onError.push(callback);
      tellOrWatch();
    },
    async getStatus() {
      const document = await started.getStatus();
      hear(document);
      return document;
    },
    async cancel() {
      await started.cancel();
      hear(await started.getStatus());
    },
  });
  if (started.document !== null) hear(started.document);
  return {
    execution,
    cancel: () => started.cancel(),
    // Whoever hears of the end first.
    follow: (stop) => Promise.race([over.promise, started.finished(stop).then(hear)]),
  };

  function hear(document: Execution): void {
    // An answer that was long on its way changes nothing about the end.
    if (end !== null) return;
    const { status, result, results, error, degradations, jobs } = document;
    Object.assign(heard, {
      status,
      result: result ?? undefined,
      results,
      error: error ?? undefined,
      degradations,
      jobs,
    });
    if (status === "pending" || status === "processing") return;
    end = document;
    over.resolve();
    tell();
  }

  function tellOrWatch(): void {
    if (end !== null) return tell();
    if (watching) return;
    watching = true;
    started.finished(new AbortController().signal).then(hear, (error: Error) => {
      watching = false;
      for (const callback of onError.splice(0)) callBack("onError", callback, error);
    });
  }

  function tell(): void {
    const [toldOfEnd, toldOfFailure] = [onComplete, onError];
    [onComplete, onError] = [[], []];
    if (end === null) return;
    if (end.status !== "completed") {
      const failure = new ExecutionFailure(end);
      for (const callback of toldOfFailure) callBack("onError", callback, failure);
      return;
    }
    // A plan that ends in words has no video to tell of.
    if (end.result === null) return;
    for (const callback of toldOfEnd) callBack("onComplete", callback, end.result);
  }
}
