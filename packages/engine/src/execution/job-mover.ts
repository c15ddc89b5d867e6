import { ProxxError, type ExecutionError, type JobStatus } from "@proxx/contract";
import type { BaseResult } from "./base-result.ts";
import { isNeeded } from "./deferral.ts";
import { asProxxError, describeError } from "./execution-error.ts";
import { findReusable, type Lookup } from "../store/find-reusable.ts";
import type { FlightOutcome } from "../store/flights.ts";
import { ingredientsOf, jobKey } from "../store/job-key.ts";
import { identityOf, type JobOutput } from "../store/job-output.ts";
import { describeJob, type JobState } from "./job-state.ts";
import type { JobChange } from "../journal/journal.ts";
import { makeJob } from "./make-job.ts";
import { filesAmongInputs, identitiesOf, resolveInputs } from "./resolve-inputs.ts";
import type { Workshop } from "./workshop.ts";

/** What moving the jobs of an execution takes. */
export interface MoverContext {
  readonly executionId: string;
  /** Earlier executions come first where slots are short. */
  readonly number: number;
  readonly states: ReadonlyMap<string, JobState>;
  readonly workFolder: string;
  readonly verify: boolean;
  readonly providerKey: (provider: string) => string | null;
  /** Aborted when the execution is cancelled. */
  readonly signal: AbortSignal;
  readonly base: () => BaseResult | null;
  /** To be dealt with when it is its turn. */
  readonly post: (message: () => void | Promise<void>) => void;
  /** A job has changed; `urgent` where it has another status. */
  readonly onChange: (urgent: boolean) => void;
  readonly onFailure: (error: ExecutionError) => void;
  readonly onEnd: (state: JobState) => void;
  /** Makes a change where the journal still has the job as it was. */
  readonly record: (state: JobState, from: JobStatus, change: JobChange) => Promise<void>;
  readonly workshop: Workshop;
}

export interface JobMover {
  /** Moves a job on if it can be; says whether it could. */
  step(state: JobState): Promise<boolean>;
  /** Ends a job that has not begun, and skips what depends on it. */
  fail(state: JobState, error: unknown): Promise<void>;
  /** Ends a job that has not begun. */
  cancel(state: JobState): Promise<void>;
}

/** Moves jobs from one phase to the next. Only ever called from the mailbox of the execution: nothing here runs twice. */
export function createJobMover(context: MoverContext): JobMover {
  const { states, workshop, post } = context;
  let started = 0;

  async function step(state: JobState): Promise<boolean> {
    try {
      if (state.phase === "waiting") return await identify(state);
      if (state.phase === "known") return await decide(state);
      return state.phase === "claimed" && queue(state);
    } catch (error) {
      // A job that has ended was not recorded, which is no fault of its own.
      if (state.phase === "ended") throw error;
      await fail(state, error);
      return true;
    }
  }

  /** Finds out the key as soon as it can be told, and whether what it stands for is there. */
  async function identify(state: JobState): Promise<boolean> {
    const identities = mayStart(state) ? identitiesOf(state, { states, base: context.base() }) : null;
    if (identities === null) return false;
    state.ingredients = ingredientsOf(state.job, identities);
    state.key = jobKey(state.ingredients);
    if (state.renderer !== null) {
      state.identity = state.key;
      const lookup = await lookUp(state, state.key);
      if (lookup.found !== null) await complete(state, lookup.found, true);
      else {
        const { transcript = null, degradations = [] } = lookup.record ?? {};
        state.remembered = { files: [], deferred: undefined, transcript, degradations };
        state.hadFile = lookup.reason === "gone" || lookup.reason === "altered";
        state.phase = "known";
      }
      return true;
    }
    await claim(state, state.key);
    return true;
  }

  /** All that comes before is done; of what may be left to this job to render, the key is enough. */
  function mayStart({ job, sourcesToCome }: JobState): boolean {
    return (
      sourcesToCome === 0 &&
      job.dependencies.every((id) => {
        const dependency = states.get(id);
        return dependency?.status === "completed" || (dependency?.renderer === job.id && dependency.identity !== null);
      })
    );
  }

  /** Makes sure that nobody else makes the same thing before it is looked for, so that it is not made twice. */
  async function claim(state: JobState, key: string): Promise<void> {
    const claimed = workshop.flights.claim(key);
    if (!claimed.ours) {
      state.phase = "shared";
      void claimed.ended.then((outcome) => post(() => land(state, key, outcome)));
      return;
    }
    state.endFlight = claimed.end;
    const lookup = await lookUp(state, key);
    if (lookup.found === null) state.phase = "claimed";
    else await complete(state, lookup.found, true);
  }

  /** What somebody else was making has come to an end. */
  async function land(state: JobState, key: string, outcome: FlightOutcome): Promise<void> {
    if (state.phase !== "shared") return;
    if ("error" in outcome) await fail(state, outcome.error);
    else await claim(state, key).catch((error: unknown) => fail(state, error));
  }

  function lookUp(state: JobState, key: string): Promise<Lookup> {
    const { reuse, store } = workshop;
    const inputs = filesAmongInputs(state, { states, base: context.base() });
    return findReusable({ type: state.job.type, key }, { reuse, store, verify: context.verify, inputs });
  }

  /** Whether an output that may be left to its renderer is to be made, or has been rendered already. */
  async function decide(state: JobState): Promise<boolean> {
    const renderer = states.get(state.renderer ?? "");
    if (renderer?.status === "completed" && !state.hadFile) {
      await complete(state, null, true);
      return true;
    }
    const alone = renderer === undefined || renderer.phase === "ended";
    if (!alone && !isNeeded(state, states, context.base() !== null)) return false;
    // What nobody renders any more becomes a file of its own: it is finished like all that does not depend on a failure.
    state.mayDefer = !alone;
    state.phase = "claimed";
    return true;
  }

  /** Gets in line for a slot when the inputs are there. */
  function queue(state: JobState): boolean {
    const { job } = state;
    if (!job.dependencies.every((id) => states.get(id)?.status === "completed")) return false;
    // Throws where an input turned out to be of the wrong kind.
    resolveInputs(state, { states, base: context.base() });
    state.phase = "queued";
    state.leaveQueue = workshop.slots[job.approach.load].request({
      group: context,
      groupRank: context.number,
      rank: job.index,
      start: (release) => {
        state.leaveQueue = null;
        post(() => start(state, release));
      },
    });
    return true;
  }

  async function start(state: JobState, release: () => void): Promise<void> {
    if (state.phase !== "queued") {
      release();
      return;
    }
    let remembered: unknown;
    try {
      remembered = await begin(state);
    } catch (error) {
      release();
      throw error;
    }
    context.onChange(true);
    void makeJob(
      state,
      {
        ...context,
        base: context.base(),
        remembered,
        onProgress: (fraction, message) => {
          if (state.phase !== "running") return;
          // What an operation says of itself is a number or it is not.
          if (fraction > state.fraction) state.fraction = Math.min(1, fraction);
          state.message = message ?? state.message;
          context.onChange(false);
        },
      },
      workshop,
    ).then(
      (output) => {
        release();
        post(() => complete(state, output, false));
      },
      (error: unknown) => {
        release();
        post(() => (context.signal.aborted ? end(state, "cancelled") : fail(state, error)));
      },
    );
  }

  /** Tells the journal that the job runs; gives what earlier attempts noted down. */
  async function begin(state: JobState): Promise<unknown> {
    const { journal, now } = workshop;
    const { id } = state.job;
    const startedAtMs = now();
    const remembered = await journal.readNote(context.executionId, id);
    const startedAt = new Date(startedAtMs).toISOString();
    const attempt = await journal.beginAttempt(context.executionId, id, { startedAt });
    if (attempt === null) throw new Error(`The job ${id} was begun by somebody else`);
    started += 1;
    Object.assign(state, { attempt, startedAtMs, startNumber: started, phase: "running", status: "processing" });
    return remembered;
  }

  async function complete(state: JobState, output: JobOutput | null, reused: boolean): Promise<void> {
    state.output = output;
    state.reused = reused;
    if (state.renderer === null && output !== null) state.identity = identityOf(output);
    await end(state, "completed");
  }

  async function fail(state: JobState, thrown: unknown): Promise<void> {
    const { id, type } = state.job;
    const error = asProxxError(thrown, type);
    state.error = describeError(error, { jobId: id });
    context.onFailure(state.error);
    await end(state, "failed", { error });
    await skipDependents(state, id);
  }

  async function skipDependents(state: JobState, failed: string): Promise<void> {
    for (const id of state.job.dependents) {
      const dependent = states.get(id);
      if (dependent === undefined || dependent.status !== "pending") continue;
      const error = new ProxxError("dependency_failed", `\`${failed}\` failed, on which this job depends.`, {
        hint: `See the error of \`${failed}\`.`,
      });
      dependent.error = describeError(error, { jobId: failed });
      await end(dependent, "skipped");
      await skipDependents(dependent, failed);
    }
  }

  async function end(
    state: JobState,
    status: "completed" | "failed" | "skipped" | "cancelled",
    outcome: FlightOutcome = status === "completed" ? { made: true } : { abandoned: true },
  ): Promise<void> {
    const from = state.status;
    state.phase = "ended";
    state.status = status;
    state.completedAtMs = workshop.now();
    if (status === "completed") state.fraction = 1;
    state.leaveQueue?.();
    state.leaveQueue = null;
    state.endFlight?.(outcome);
    state.endFlight = null;
    const { id: _id, type: _type, ...change } = describeJob(state, states);
    await context.record(state, from, change);
    context.onEnd(state);
    context.onChange(true);
  }

  return { step, fail, cancel: (state) => end(state, "cancelled") };
}
