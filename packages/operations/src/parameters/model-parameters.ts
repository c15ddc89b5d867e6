import { mapLeaves, MEDIA_KINDS, Reference, Source, type OutputKind, type Yields } from "@proxx/contract";
import { z } from "zod";

export const seed = () =>
  z
    .int()
    .min(0)
    .max(2 ** 32 - 1);
export const prompt = () => z.string().trim().min(1).max(10_000);

/** Parameters that only this model knows, passed through as they are; outputs of other jobs may stand in them. */
export const options = () =>
  z
    .record(
      z.string(),
      z.custom<JsonOrNode>((value) => value !== undefined),
    )
    .transform((value) =>
      mapLeaves(value, (leaf) => (leaf instanceof Reference ? new Source(MEDIA_KINDS, leaf) : leaf)),
    )
    .meta({ description: "parameters of this model alone, passed through" });

type JsonOrNode =
  | z.core.util.JSONType
  | Yields<OutputKind>
  | readonly JsonOrNode[]
  | { readonly [key: string]: JsonOrNode };
