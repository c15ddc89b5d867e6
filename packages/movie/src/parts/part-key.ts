import { createHash } from "node:crypto";
import { canonicalJson, type PartIdentity } from "@proxx/contract";

/** The name of a part. Two parts have the same one when all that decides them is the same, and never otherwise. */
export function partKey({ kind, ingredients, extension }: PartIdentity): string {
  return createHash("sha256")
    .update(canonicalJson([kind, extension, ingredients]))
    .digest("hex");
}
