import {
  mapLeaves,
  MEDIA_KINDS,
  Reference,
  Source,
  type Model,
  type OptionNames,
  type OutputKind,
  type Yields,
} from "@proxx/contract";
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

/** Parameters whose `options` are those of their `model`, as far as it is known what they are called. */
export type ParamsWithModel<Params extends WithModel, Of extends Model> = Omit<Params, keyof WithModel> & {
  [Name in keyof Pick<Params, keyof WithModel>]: (Name extends "model" ? Of : OptionsOf<NoInfer<Of>>) | undefined;
};
interface WithModel {
  model?: unknown;
  options?: unknown;
}
type OptionsOf<Of extends Model> = { readonly [Name in OptionNames<Of>]?: JsonOrNode };

type JsonOrNode =
  | z.core.util.JSONType
  | Yields<OutputKind>
  | readonly JsonOrNode[]
  | { readonly [key: string]: JsonOrNode };
