import { z } from "zod";

export const PROVIDER_NAMES = ["replicate", "fal", "google-cloud", "openai", "elevenlabs", "local"] as const;
export type ProviderName = (typeof PROVIDER_NAMES)[number];

/** Which model does a job, and through whom. Keys are never part of it: they go beside the plan. */
export const modelSchema = z.strictObject({
  provider: z.enum(PROVIDER_NAMES),
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
