import type { Nested, Node } from "@proxx/contract";

/** What is written in a plan where a node or a pipeline stands in a parameter. */
export interface StandIn extends Nested {
  /** A job, or the URL of a medium. */
  readonly becomes: unknown;
}

/** A node where it stands in a composition: what it takes is settled, what it will be called is not. */
export class PlannedJob {
  readonly node: Node;
  /** What it takes from before it, in order; the same job may be in it twice. */
  readonly inputs: readonly PlannedJob[];
  readonly standIns: readonly StandIn[];
  /** The jobs that stand in its parameters, in order. */
  readonly nested: readonly PlannedJob[];

  constructor(node: Node, { inputs, standIns }: Pick<PlannedJob, "inputs" | "standIns">) {
    this.node = node;
    this.inputs = inputs;
    this.standIns = standIns;
    this.nested = standIns.map(({ becomes }) => becomes).filter((meant) => meant instanceof PlannedJob);
  }
}
