import type { Signature } from "../operation/signature.ts";
import type { OutputKind, Yields } from "../operation/source.ts";
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
  readonly #signature: Signature;

  constructor(signature: SignatureOf<Kind>, params: Readonly<Record<string, unknown>>) {
    this.type = signature.type;
    this.params = params;
    this.yields = signature.yields;
    this.#signature = signature;
    Object.freeze(this);
  }

  /** What is known of its operation. */
  get [NODE](): Signature {
    return this.#signature;
  }
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
