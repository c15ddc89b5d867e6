import type { Approach, Degradation } from "@proxx/contract";
import type { BaseResult } from "./base-result.ts";
import type { CheckedJob, CheckedPlan } from "../plan/check-plan.ts";
import { explainMiss } from "../store/explain-miss.ts";
import { findReusable, type Lookup } from "../store/find-reusable.ts";
import type { IngestedSource } from "../sources/ingest-source.ts";
import { ingredientsOf, jobKey } from "../store/job-key.ts";
import { identityOf } from "../store/job-output.ts";
import { createJobStates, type JobState } from "./job-state.ts";
import type { PlacedSource } from "../plan/place-sources.ts";
import { filesAmongInputs } from "./resolve-inputs.ts";
import type { Workshop } from "./workshop.ts";

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

interface Judged {
  readonly state: JobState;
  readonly hit: boolean;
  readonly why: readonly string[];
}

/** Says of each job whether it would be made, without making any. */
export async function explainPlan(
  plan: CheckedPlan,
  options: ExplainOptions,
  { reuse, store }: Pick<Workshop, "reuse" | "store">,
): Promise<PlanExplanation> {
  const states = createJobStates(plan, options);
  const madeAgain = new Set<string>();
  const judged = new Map<string, Judged>();
  for (const state of states.values()) {
    const { job } = state;
    for (const placed of job.sources) {
      if (placed.from.kind !== "location") continue;
      state.ingested.set(placed.source, await options.ingest(placed, placed.from.location));
    }
    const identities = new Map(
      job.sources.map(({ source, from }) => [source, knownIdentity(from, state.ingested.get(source))]),
    );
    const missing = [...identities.values()].includes(UNKNOWN);
    state.ingredients = ingredientsOf(
      job,
      new Map([...identities].flatMap(([source, identity]) => (identity === null ? [] : [[source, identity]]))),
    );
    state.key = jobKey(state.ingredients);
    const lookup: Lookup = missing
      ? { found: null, reason: "unmade", record: null }
      : await findReusable(
          { type: job.type, key: state.key },
          { reuse, store, verify: options.verify, inputs: filesAmongInputs(state, { states, base: options.base }) },
        );
    if (lookup.found !== null) {
      state.output = lookup.found;
      state.identity = identityOf(lookup.found);
    } else {
      madeAgain.add(job.id);
      state.hadFile = lookup.reason === "gone" || lookup.reason === "altered";
    }
    if (state.renderer !== null && !missing) state.identity = state.key;
    judged.set(job.id, { state, hit: lookup.found !== null, why: await reasons(state, lookup) });
  }

  function knownIdentity(from: PlacedSource["from"], ingested: IngestedSource | undefined): string | null {
    if (from.kind === "text") return null;
    if (from.kind === "job") return states.get(from.id)?.identity ?? UNKNOWN;
    return (from.kind === "base" ? options.base?.identity : ingested?.identity) ?? UNKNOWN;
  }

  async function reasons({ job, ingredients }: JobState, lookup: Lookup): Promise<string[]> {
    if (lookup.found !== null) return ["made before, of the same"];
    if (lookup.reason === "gone") return ["its file is gone from the store"];
    if (lookup.reason === "altered") return ["its file in the store is not what it was"];
    if (lookup.reason === "deferred") return ["it has no file of its own"];
    const earlier = (await reuse.list(job.type)).map(({ record }) => record);
    return ingredients === null
      ? []
      : explainMiss({ id: job.id, ingredients, sources: job.sources, madeAgain }, earlier);
  }

  const explained = plan.jobs.map((job) => explainJob(job, judged));
  return { jobs: explained.toSorted((a, b) => indexOf(plan, a.id) - indexOf(plan, b.id)) };
}

/** Stands for the identity of what is yet to be made. */
const UNKNOWN = "?";

function explainJob(job: CheckedJob, judged: ReadonlyMap<string, Judged>): JobExplanation {
  const own = judged.get(job.id);
  const renderer = own?.state.renderer ?? null;
  const { provider, load, degradations } = job.approach;
  const about = { id: job.id, type: job.type, provider, load };
  const told = degradations.map((degradation) => ({ ...degradation, jobId: job.id }));
  const isThere = (id: string): boolean => {
    const other = judged.get(id);
    if (other === undefined) return false;
    return other.hit || (other.state.renderer !== null && !other.state.hadFile && isThere(other.state.renderer));
  };
  const hit = isThere(job.id);
  const rendered = own?.hit === true ? null : renderer;
  return {
    ...about,
    outcome: hit ? "hit" : "miss",
    why: hit && own?.hit !== true ? [`rendered into ${renderer}, which is there`] : (own?.why ?? []),
    waitsFor: hit
      ? []
      : [...job.dependencies.filter((id) => !isThere(id)), ...(job.usesBase && waitsForBase(own) ? ["base"] : [])],
    renderedBy: rendered,
    degradations: told,
  };
}

function waitsForBase(own: Judged | undefined): boolean {
  return Object.values(own?.state.ingredients?.inputs ?? {}).includes(UNKNOWN);
}

function indexOf(plan: CheckedPlan, id: string): number {
  return plan.jobs.find((job) => job.id === id)?.index ?? 0;
}
