import type { Node } from "@proxx/contract";

/** A node where it stands in a composition: what it takes is settled, what it will be called is not. */
export class PlannedJob {
  readonly node: Node;
  /** What it takes from before it, in order; the same job may be in it twice. */
  readonly inputs: readonly PlannedJob[];
  /** The node's parameters with a job where a node stood. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The jobs that stand in its parameters. */
  readonly nested: ReadonlySet<PlannedJob>;

  constructor(node: Node, about: Pick<PlannedJob, "inputs" | "params" | "nested">) {
    this.node = node;
    this.inputs = about.inputs;
    this.params = about.params;
    this.nested = about.nested;
  }
}
