import { defineOperation, Reference, Source, type OperationOutput } from "@proxx/contract";
import * as builders from "@proxx/operations/builders";
import { initialState, type ExecutionJob, type JobPhase, type JobState } from "../src/state/job-state.ts";
import type { CheckedJob } from "../src/plan/check-plan.ts";
import type { PlacedSource } from "../src/plan/place-sources.ts";

const operation = defineOperation({
  signature: builders.merge.signature,
  version: 1,
  approach: () => ({ provider: null, degradations: [], build: {}, load: "compute" }),
  run: async (): Promise<OperationOutput> => ({ files: [] }),
});

export interface JobSketch {
  /** Jobs that it takes the outputs of. */
  takes?: readonly string[];
  /** Jobs that only come before it. */
  after?: readonly string[];
  files?: readonly string[];
  usesBase?: boolean;
  renderer?: string;
  state?: Partial<JobState>;
}

/** Jobs of an execution as they stand, by id, with no engine around. */
export function sketchJobs(sketches: Readonly<Record<string, JobSketch>>): Map<string, ExecutionJob> {
  const ids = Object.keys(sketches);
  return new Map(
    Object.entries(sketches).map(([id, sketch], index): [string, ExecutionJob] => {
      const before = [...(sketch.takes ?? []), ...(sketch.after ?? [])];
      const sources = [
        ...(sketch.takes ?? []).map((taken, at) => placed({ kind: "job", id: taken }, at)),
        ...(sketch.usesBase ? [placed({ kind: "base" }, before.length)] : []),
        ...(sketch.files ?? []).map((location, at) => placed({ kind: "location", location }, before.length + 1 + at)),
      ];
      const job: CheckedJob = {
        id,
        type: "merge",
        index,
        ordinal: index + 1,
        operation,
        params: {},
        paramsInKey: {},
        sources,
        dependencies: before,
        usesBase: sketch.usesBase ?? false,
        dependents: ids.filter((other) =>
          [...(sketches[other]?.takes ?? []), ...(sketches[other]?.after ?? [])].includes(id),
        ),
        timesTaken: 1,
        isSink: false,
        knowsWords: false,
        cutTo: [],
        approach: { provider: null, degradations: [], build: {}, load: "compute" },
      };
      return [id, { job, renderer: sketch.renderer ?? null, state: { ...initialState(job), ...sketch.state } }];
    }),
  );
}

function placed(from: PlacedSource["from"], index: number): PlacedSource {
  const written = from.kind === "location" ? from.location : new Reference(from.kind === "job" ? from.id : "base");
  const source = new Source(["video"], written);
  return { source, path: ["items", index], label: `items[${index}]`, place: `$.items[${index}]`, from };
}

/** A state that is reached by way of others. */
export const at = (phase: JobPhase, more: Partial<JobState> = {}): { state: Partial<JobState> } => ({
  state: { phase, key: "key", identity: "identity", ...more },
});
export const running = at("running", { status: "processing", attempt: 1 });
export const completed = at("ended", { status: "completed" });
export const failed = at("ended", { status: "failed" });
