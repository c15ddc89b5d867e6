/**
 * Jobs that are alike become one node of a graph: of the same operation, taking from what is alike, and taken from by what is
 * alike. So fifty scenes that are each generated and reframed are two nodes, whatever they are merged into. Pure.
 */
import type { GraphJob } from "./graph-layout.ts";

export interface FoldableJob extends GraphJob {
  readonly type: string;
}

/** Jobs that stand in one node. */
export interface Fold {
  /** Of the node, which is no job's. */
  readonly id: string;
  readonly type: string;
  readonly jobIds: readonly string[];
}

export interface FoldedGraph {
  /** Nodes, and what they take from: jobs, or folds of them. */
  readonly nodes: readonly GraphJob[];
  readonly folds: ReadonlyMap<string, Fold>;
}

/** Fewer can be looked at one by one. */
const FEWEST = 8;

/** `unfolded` are folds that are to be seen job by job, by their ids. */
export function foldJobs(jobs: readonly FoldableJob[], unfolded: ReadonlySet<string>): FoldedGraph {
  const kinds = kindsOf(jobs);
  const members = Map.groupBy(jobs, ({ id }) => kinds.get(id) ?? 0);
  const folds = new Map<string, Fold>();
  const nodeOf = new Map<string, string>();
  for (const alike of members.values()) {
    const [first] = alike;
    if (first === undefined || alike.length < FEWEST) continue;
    const fold = { id: `${alike.length} × ${first.id}`, type: first.type, jobIds: alike.map(({ id }) => id) };
    if (unfolded.has(fold.id)) continue;
    folds.set(fold.id, fold);
    for (const { id } of alike) nodeOf.set(id, fold.id);
  }
  const nodes = new Map<string, Set<string>>();
  for (const { id, dependsOn } of jobs) {
    const node = nodeOf.get(id) ?? id;
    const inputs = nodes.get(node) ?? new Set();
    for (const input of dependsOn) inputs.add(nodeOf.get(input) ?? input);
    nodes.set(node, inputs);
  }
  return { nodes: [...nodes].map(([id, inputs]) => ({ id, dependsOn: [...inputs] })), folds };
}

/**
 * Which jobs are alike, as numbers. All of an operation are to begin with, and are parted by what they are linked to until that
 * parts them no further. No kind takes from itself, for a plan has no circles: what is linked in a row is parted by its place.
 */
function kindsOf(jobs: readonly FoldableJob[]): ReadonlyMap<string, number> {
  const takers = new Map<string, string[]>();
  for (const { id, dependsOn } of jobs)
    for (const input of dependsOn) takers.set(input, [...(takers.get(input) ?? []), id]);
  let kinds = numbered(jobs, ({ type }) => type);
  for (;;) {
    const kindsOfAll = (ids: readonly string[]) =>
      [...new Set(ids.map((id) => kinds.get(id) ?? -1))].toSorted((one, other) => one - other);
    const parted = numbered(jobs, ({ id, dependsOn }) =>
      JSON.stringify([kinds.get(id), kindsOfAll(dependsOn), kindsOfAll(takers.get(id) ?? [])]),
    );
    if (new Set(parted.values()).size === new Set(kinds.values()).size) return kinds;
    kinds = parted;
  }
}

function numbered(jobs: readonly FoldableJob[], nameOf: (job: FoldableJob) => string): Map<string, number> {
  const numbers = new Map<string, number>();
  return new Map(
    jobs.map((job) => {
      const name = nameOf(job);
      const number = numbers.get(name) ?? numbers.size;
      numbers.set(name, number);
      return [job.id, number];
    }),
  );
}
