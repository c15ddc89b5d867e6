import type { Signature } from "../operation/signature.ts";
import type { OutputKind, Yields } from "../operation/source.ts";
import { checkedParams, type CheckedParams, type Nested } from "./checked-params.ts";
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
  readonly #insides: NodeInsides;

  constructor(signature: SignatureOf<Kind>, { params, nested }: CheckedParams) {
    this.type = signature.type;
    this.params = params;
    this.yields = signature.yields;
    this.#insides = { signature, nested };
    Object.freeze(this);
  }

  get [NODE](): NodeInsides {
    return this.#insides;
  }
}

/** What there is to know of a node for whoever writes a plan of it. */
interface NodeInsides {
  readonly signature: Signature;
  /** The nodes and pipelines that stand in its parameters, in order. */
  readonly nested: readonly Nested[];
}

type SignatureOf<Kind extends OutputKind> = Signature & { readonly yields: Kind };

/** What every builder does: the parameters are copied, so that changing the object they came in changes nothing. */
export function createNode<const Kind extends OutputKind>(
  signature: SignatureOf<Kind>,
  params: unknown = {},
): Node<Kind> {
  return new Node(signature, checkedParams(signature.builder ?? signature.type, params));
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && NODE in value;
}
