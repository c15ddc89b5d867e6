import { backoffMs, JobStopped, ProxxError, stopReasonOf } from "@proxx/contract";
import { ProviderError } from "./provider-error.ts";
import { digestOf } from "./digest-of.ts";
import { settleRun, type RememberedRun, type Run, type RunWithProviderOptions } from "./run-options.ts";
import type { PollOutcome, ProviderResult } from "../provider-result.ts";
import type { Provider, ProviderContext } from "../provider.ts";
import type { ProviderRequest } from "../provider-request.ts";

/**
 * Submits a request once and follows it to its results.
 *
 * The states are: lost → submitting → running → over. What was sent by a process that was gone before it had the id is looked for
 * first. A remembered run starts as running, and is asked after at once. While it runs, a question that goes
 * unanswered is asked again, later; an answer that the run failed ends it, and it is forgotten, so that the next attempt
 * submits anew. After a lost connection it is kept, because the run may have gone on.
 *
 * A signal that cancels ends the run at the provider too, and it is forgotten. One that only detaches, or says that it took
 * too long, leaves it there and remembered: the next attempt collects what was paid for.
 */
export async function runWithProvider(
  provider: Provider,
  request: ProviderRequest,
  options: RunWithProviderOptions,
): Promise<ProviderResult[]> {
  const run = settleRun(provider, options);
  const signal = AbortSignal.any([run.signal, run.deadline.signal]);
  const timer = setTimeout(() => run.deadline.abort(tookTooLong(provider, run)), timeLeft(run));
  let begun: RememberedRun | null = run.remembered;
  let isRemembered = begun !== null;
  try {
    if (begun === null) {
      begun = await findLost(provider, request, run, signal);
      if (begun === null) {
        run.onProgress({ state: "uploading", fraction: null, queuePosition: null });
        signal.throwIfAborted();
        const submission = await submit(provider, request, run, signal);
        if (submission.state === "done") return submission.results;
        const { name } = provider;
        begun = { provider: name, id: submission.id, model: request.model, submittedAtMs: Date.now() };
      }
      await run.remember(begun);
      isRemembered = true;
    }
    return await follow(provider, begun, request, run, signal);
  } catch (error) {
    // What nobody would know of any more would be paid for in vain.
    if (begun !== null && (stopReasonOf(signal) === "cancelled" || !isRemembered)) {
      await cancel(provider, begun.id, request, run);
      await run.remember(null);
    }
    throw signal.aborted ? ending(provider, run) : error;
  } finally {
    clearTimeout(timer);
  }
}

/** Errors of asking, after which the run may well go on. */
const LOST: ReadonlySet<string> = new Set([
  "provider_key_refused",
  "provider_rate_limited",
  "provider_timeout",
  "provider_unavailable",
  "result_unusable",
]);
/** Those among them that another question may mend. */
const ASK_AGAIN: ReadonlySet<string> = new Set([...LOST].filter((code) => code !== "provider_key_refused"));

/**
 * An abort does not cut a submission off at once: cut off, it may have begun what nobody could then cancel. It gets a
 * moment to say the id.
 */
async function submit(provider: Provider, request: ProviderRequest, run: Run, signal: AbortSignal) {
  signal.throwIfAborted();
  const cut = new AbortController();
  let grace: NodeJS.Timeout | undefined;
  const onAbort = () => {
    grace = setTimeout(() => cut.abort(), provider.cancel === undefined ? 0 : run.abortGraceMs);
  };
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    if (provider.lostRuns === undefined) await run.intend(null);
    return await provider.submit(request, {
      ...run.context,
      signal: cut.signal,
      onSend: async (input) => run.intend({ atMs: Date.now(), digest: digestOf(input) }),
    });
  } finally {
    signal.removeEventListener("abort", onAbort);
    clearTimeout(grace);
  }
}

/**
 * The run that may have come of what was sent before. To look for it for a while costs a while; to send it again costs what the
 * run does.
 */
async function findLost(
  provider: Provider,
  request: ProviderRequest,
  run: Run,
  signal: AbortSignal,
): Promise<RememberedRun | null> {
  const { lost, showWithinMs } = run;
  if (lost === null || provider.lostRuns === undefined) return null;
  const pauses = pausesOf(run);
  const ageMs = () => Math.max(0, Date.now() - lost.atMs);
  for (;;) {
    const isLast = ageMs() >= showWithinMs;
    // Where it cannot be looked for, it is as if it did not show.
    const id = await provider.lostRuns.find(lost, request, { ...run.context, signal }).catch(asUnanswered);
    if (id !== null) return { provider: provider.name, id, model: request.model, submittedAtMs: lost.atMs };
    if (isLast) return null;
    await pauseUnlessOver(backoffMs(1 + questionsBefore(ageMs(), pauses), pauses), provider, run, signal);
  }
}

function asUnanswered(error: unknown): null {
  if (error instanceof ProxxError) return null;
  throw error;
}

function pausesOf({ firstPauseMs, longestPauseMs }: Run) {
  return { firstMs: firstPauseMs, growth: 1.5, longestMs: longestPauseMs };
}

async function follow(
  provider: Provider,
  begun: RememberedRun,
  request: ProviderRequest,
  run: Run,
  signal: AbortSignal,
): Promise<ProviderResult[]> {
  const context = { ...run.context, signal };
  const pauses = pausesOf(run);
  let questions = Math.max(1, questionsBefore(run.now() - run.startedAt, pauses));
  let unanswered = begun.unanswered ?? 0;
  let noted = unanswered;
  let fraction: number | null = null;
  // A run of an earlier process has had its time; there is no reason to wait before asking.
  if (run.remembered === null) await pauseUnlessOver(backoffMs(questions, pauses), provider, run, signal);
  for (;;) {
    const answer = await ask(provider, begun.id, request, context);
    unanswered = answer.state === "unanswered" ? unanswered + 1 : 0;
    switch (answer.state) {
      case "done":
        return answer.results;
      case "failed":
        await run.remember(null);
        throw answer.error;
      case "unanswered":
        if (!signal.aborted && !LOST.has(answer.error.code)) await run.remember(null);
        // The next attempt counts anew.
        else if (unanswered >= run.unansweredLimit && noted > 0) await run.remember({ ...begun, unanswered: 0 });
        if (signal.aborted || unanswered >= run.unansweredLimit || !ASK_AGAIN.has(answer.error.code))
          throw answer.error;
        break;
      case "running":
        fraction = answer.fraction === null ? fraction : Math.max(fraction ?? 0, answer.fraction);
        run.onProgress({
          state: answer.queuePosition === null ? "running" : "queued",
          fraction,
          queuePosition: answer.queuePosition,
        });
    }
    questions += 1;
    if (unanswered !== noted) await run.remember({ ...begun, unanswered });
    noted = unanswered;
    const retryAfterMs = answer.state === "unanswered" ? answer.retryAfterMs : null;
    await pauseUnlessOver(backoffMs(questions, { ...pauses, retryAfterMs }), provider, run, signal);
  }
}

/** How many have been asked of a run of this age, the first of them after the first pause. */
function questionsBefore(ageMs: number, { firstMs, growth }: { firstMs: number; growth: number }): number {
  return firstMs === 0 ? 0 : Math.floor(Math.log1p((ageMs * (growth - 1)) / firstMs) / Math.log(growth));
}

type Answer = PollOutcome | { state: "unanswered"; error: ProxxError; retryAfterMs: number | null };

async function ask(
  provider: Provider,
  id: string,
  request: ProviderRequest,
  context: ProviderContext,
): Promise<Answer> {
  try {
    return await provider.poll(id, request, context);
  } catch (error) {
    if (!(error instanceof ProxxError)) throw error;
    return { state: "unanswered", error, retryAfterMs: error instanceof ProviderError ? error.retryAfterMs : null };
  }
}

async function pauseUnlessOver(ms: number, provider: Provider, run: Run, signal: AbortSignal): Promise<void> {
  const leftMs = run.timeoutMs - (run.now() - run.startedAt);
  if (leftMs <= 0) run.deadline.abort(tookTooLong(provider, run));
  signal.throwIfAborted();
  await run.pause(Math.min(ms, leftMs), signal);
  signal.throwIfAborted();
}

/** One that is remembered is asked after once, however old it is. */
function timeLeft({ remembered, context, timeoutMs, now, startedAt }: Run): number {
  const leftMs = timeoutMs - (now() - startedAt);
  const atLeastMs = remembered === null ? 0 : (context.pollTimeoutMs ?? 120_000);
  return Math.min(Math.max(leftMs, atLeastMs), 2 ** 31 - 1);
}

/** As well as it goes: what the caller is told is why the run ended, not how the cancellation went. */
async function cancel(provider: Provider, id: string, request: ProviderRequest, run: Run): Promise<void> {
  if (provider.cancel === undefined) return;
  const context = { ...run.context, pollTimeoutMs: run.abortGraceMs };
  await provider.cancel(id, request, context).catch(() => {});
}

function tookTooLong({ name }: Provider, { timeoutMs }: Run): JobStopped {
  return new JobStopped("timed-out", `${name} did not finish within ${timeoutMs / 1000} s.`, "Run it again.");
}

function ending(provider: Provider, run: Run): ProxxError {
  if (run.signal.aborted) {
    return new ProxxError("aborted", `The run at ${provider.name} was aborted.`, { hint: "Start the job again." });
  }
  return new ProviderError(provider.name, "provider_timeout", tookTooLong(provider, run).message);
}
