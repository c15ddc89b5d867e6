import { isPlainObject, type Node } from "@proxx/contract";

/** A node where it stands in a composition: what it takes is settled, what it will be called is not. */
export class PlannedJob {
  readonly node: Node;
  /** What it takes from before it, in order; the same job may be in it twice. */
  readonly inputs: readonly PlannedJob[];
  /** The node's parameters with a job where a node stood. */
  readonly params: Readonly<Record<string, unknown>>;
  /** All that it takes, from before it and in its parameters. */
  readonly taken: ReadonlySet<PlannedJob>;

  constructor(node: Node, inputs: readonly PlannedJob[], params: Readonly<Record<string, unknown>>) {
    this.node = node;
    this.inputs = inputs;
    this.params = params;
    this.taken = new Set([...inputs, ...jobsIn(params)]);
  }
}

/** The jobs that stand in parameters, in order. */
export function jobsIn(value: unknown): PlannedJob[] {
  if (value instanceof PlannedJob) return [value];
  if (Array.isArray(value)) return value.flatMap(jobsIn);
  return isPlainObject(value) ? Object.values(value).flatMap(jobsIn) : [];
}
