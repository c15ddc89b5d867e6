import { SIGNATURES, type OperationName, type OutputKind, type Yields } from "@proxx/contract";
import { checkedParams } from "./checked-params.ts";
import { NODE } from "./composable.ts";

/**
 * A step of a composition, made by a builder such as `generateVideo`: a value that never changes and does nothing by
 * itself. The same node used in two places is made once.
 */
export class Node<Kind extends OutputKind = OutputKind> implements Yields<Kind> {
  /** The operation's name in a plan. */
  readonly type: string;
  /** As they were given; nodes stand in them as they are. */
  readonly params: Readonly<Record<string, unknown>>;
  /** What it makes. */
  readonly yields: Kind;

  constructor(type: string, params: Readonly<Record<string, unknown>>, yields: Kind) {
    this.type = type;
    this.params = params;
    this.yields = yields;
    Object.freeze(this);
  }

  get [NODE](): true {
    return true;
  }
}

export type YieldOf<Name extends OperationName> = (typeof SIGNATURES)[Name]["yields"];

/** What every builder does: the parameters are copied, so that changing the object they came in changes nothing. */
export function createNode<Name extends OperationName>(builder: Name, params: unknown = {}): Node<YieldOf<Name>> {
  const { type, yields } = SIGNATURES[builder];
  return new Node(type, checkedParams(builder, params), yields);
}
