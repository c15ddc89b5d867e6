import { z } from "zod";

/** How a provider is named in a plan. Which there are is known to the one who runs it: a provider can come from another package. */
export const providerNameSchema = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "Expected a provider's name, of small letters, digits and -");

/** Which model does a job, and through whom. Keys are never part of it: they go beside the plan. */
export const modelSchema = z.strictObject({
  /** `local` is this machine itself. */
  provider: providerNameSchema,
  /** The provider's own name of the model, such as `bytedance/seedance-1-pro`. */
  model: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[\w.@:/-]+$/, "Expected a model name of letters, digits and . _ - / : @"),
  /** Parameters of this model alone, passed to it as they are. */
  options: z.record(z.string(), z.json()).optional(),
});
export type Model = z.output<typeof modelSchema>;
