import type { Approach, Degradation } from "@proxx/contract";
import type { CheckedPlan } from "../plan/check-plan.ts";
import type { PlacedSource } from "../plan/place-sources.ts";
import type { IngestedSource } from "../sources/ingest-source.ts";
import { explainLookup } from "../store/explain-lookup.ts";
import type { Lookup } from "../store/find-reusable.ts";
import { ingredientsOf, jobKey } from "../store/job-key.ts";
import type { JobOutput } from "../store/job-output.ts";
import { applyNews } from "../state/apply-news.ts";
import type { News, Ran } from "../state/news.ts";
import type { BaseResult } from "../state/resolve-inputs.ts";
import type { EngineResources } from "./engine-resources.ts";
import { createJobs, type ExecutionJob } from "../state/job-state.ts";
import { nextStep, type Step } from "../state/next-step.ts";
import { lookUp } from "./answer-questions.ts";

/** Whether a job would be made, and why. */
export interface JobExplanation {
  readonly id: string;
  readonly type: string;
  readonly outcome: "hit" | "miss";
  /** Sentences. */
  readonly why: readonly string[];
  readonly provider: string | null;
  readonly load: Approach["load"];
  /** The jobs that would be made before this one; `base` for an execution that still runs. */
  readonly waitsFor: readonly string[];
  /** The job that renders this one's picture and sound together with its own. */
  readonly renderedBy: string | null;
  readonly degradations: readonly Degradation[];
}

export interface PlanExplanation {
  /** In the order of the plan. */
  readonly jobs: readonly JobExplanation[];
}

export interface ExplainOptions {
  keepIntermediates: boolean;
  verify: boolean;
  /** Null where the plan has no base, or one that still runs. */
  base: BaseResult | null;
  ingest: (placed: PlacedSource, location: string) => Promise<IngestedSource>;
}

type Store = Pick<EngineResources, "reuse" | "store">;

/** What came of going through a plan without making anything. */
interface Imagined {
  readonly jobs: Map<string, ExecutionJob>;
  readonly lookups: Map<string, Lookup>;
  /** Jobs that would be made. */
  readonly made: Set<string>;
}

/**
 * Says of each job whether it would be made, without making any: goes through the same steps as an execution, where what
 * would be made is at once, as something that nobody has seen before.
 */
export async function explainPlan(plan: CheckedPlan, options: ExplainOptions, store: Store): Promise<PlanExplanation> {
  const imagined: Imagined = { jobs: createJobs(plan, options), lookups: new Map(), made: new Set() };
  for (const [jobId, { job }] of imagined.jobs) {
    for (const [index, placed] of job.sources.entries()) {
      if (placed.from.kind !== "location") continue;
      const source = await options.ingest(placed, placed.from.location);
      tell({ kind: "source-read", jobId, index, source }, imagined);
    }
  }
  for (let hasMoved = true; hasMoved;) {
    hasMoved = false;
    for (const jobId of imagined.jobs.keys()) {
      if (await imagineStep(jobId, imagined, options, store)) hasMoved = true;
    }
  }
  const inPlanOrder = [...imagined.jobs.values()].toSorted((a, b) => a.job.index - b.job.index);
  const explained: JobExplanation[] = [];
  for (const entry of inPlanOrder) explained.push(await explainJob(entry, imagined, options, store));
  return { jobs: explained };
}

function tell(news: News, { jobs }: Imagined): void {
  for (const { jobId, state } of applyNews(news, jobs, 0)) {
    const entry = jobs.get(jobId);
    if (entry !== undefined) jobs.set(jobId, { ...entry, state });
  }
}

async function imagineStep(jobId: string, imagined: Imagined, options: ExplainOptions, store: Store): Promise<boolean> {
  const { jobs } = imagined;
  const entry = jobs.get(jobId);
  const base = options.base ?? BASE_TO_COME;
  const step = entry === undefined ? null : nextStep(entry, jobs, base);
  if (entry === undefined || step === null || step.kind === "nothing") return false;
  if (step.kind === "look-up") {
    const lookup = await lookUp(entry, { jobs, base, verify: options.verify }, store);
    imagined.lookups.set(jobId, lookup);
    tell({ kind: "looked-up", jobId, lookup, why: [] }, imagined);
  } else {
    for (const news of newsOf(step, entry)) tell(news, imagined);
    if (step.kind === "queue") imagined.made.add(jobId);
  }
  return true;
}

function newsOf(step: Exclude<Step, { kind: "nothing" | "look-up" }>, { job }: ExecutionJob): News[] {
  const jobId = job.id;
  switch (step.kind) {
    case "identify": {
      const ingredients = ingredientsOf(job, step.identities);
      return [{ kind: "identified", jobId, ingredients, key: jobKey(ingredients) }];
    }
    case "claim":
      return [{ kind: "claimed", jobId }];
    case "leave-to-renderer":
      return [{ kind: "left-to-renderer", jobId }];
    case "make":
      return [{ kind: "wanted", jobId, mayDefer: step.mayDefer }];
    case "queue":
      return [
        { kind: "queued", jobId },
        { kind: "begun", jobId, attempt: AT_ONCE.attempt, worker: "nobody", isLent: false },
        { kind: "made", jobId, output: NEVER_SEEN, ran: AT_ONCE },
      ];
    case "end-elsewhere":
      throw new Error("Expected nothing to be cancelled");
  }
}

const NEVER_SEEN: JobOutput = { files: [], deferred: false, transcript: null, degradations: [] };
const AT_ONCE: Ran = { attempt: 1, commands: [], fraction: 1, message: null };
/** The result of a base execution that still runs. */
const BASE_TO_COME: BaseResult = { output: NEVER_SEEN, identity: "?" };

async function explainJob(
  entry: ExecutionJob,
  imagined: Imagined,
  options: ExplainOptions,
  store: Store,
): Promise<JobExplanation> {
  const { job, renderer } = entry;
  const { provider, load, degradations } = job.approach;
  const isHit = !imagined.made.has(job.id);
  const isFound = imagined.lookups.get(job.id)?.found !== null;
  const waitsForBase = job.usesBase && options.base === null;
  return {
    id: job.id,
    type: job.type,
    outcome: isHit ? "hit" : "miss",
    why: isHit && !isFound ? [`rendered into ${renderer}, which is there`] : await reasons(entry, imagined, store),
    provider,
    load,
    waitsFor: isHit
      ? []
      : [...job.dependencies.filter((id) => imagined.made.has(id)), ...(waitsForBase ? ["base"] : [])],
    renderedBy: isFound ? null : renderer,
    degradations: degradations.map((degradation) => ({ ...degradation, jobId: job.id })),
  };
}

async function reasons(
  { job, state }: ExecutionJob,
  { lookups, made }: Imagined,
  { reuse }: Pick<Store, "reuse">,
): Promise<string[]> {
  const lookup = lookups.get(job.id);
  if (lookup === undefined) return [];
  const subject = { id: job.id, ingredients: state.ingredients, sources: job.sources, madeAgain: made };
  return explainLookup(lookup, subject, () => reuse.latest(job.type));
}
