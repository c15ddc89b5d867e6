import { createHash } from "node:crypto";
import { canonicalJson } from "@proxx/contract";

/** All that decides what a part is. */
export interface PartIdentity {
  /** What sort of thing it is, and its folder: small letters, digits and `-`. */
  kind: string;
  /** JSON of all that decides its bytes, the versions of tools, fonts and voices among it. */
  ingredients: unknown;
  /** Of its file, without a dot. */
  extension: string;
}

/** The name of a part. Two parts have the same one when all that decides them is the same, and never otherwise. */
export function partKey({ kind, ingredients, extension }: PartIdentity): string {
  return createHash("sha256")
    .update(canonicalJson([kind, extension, ingredients]))
    .digest("hex");
}
