import type { ModelTable } from "@proxx/providers";
import { z } from "zod";

/** The models whose parameters are checked, and how each calls what plans say by the common names. */
export const ACME_MODELS: ModelTable = {
  idPattern: /^[\w.-]+$/,
  idExample: "lens-2",
  usual: () => ({ names: { prompt: "prompt", duration: "seconds", seed: "seed" } }),
  known: {
    "lens-2": {
      tasks: ["video"],
      fields: z.object({
        prompt: z.string().min(1),
        seconds: z.int().min(1).max(12).optional(),
        seed: z.int().min(0).optional(),
        grain: z.enum(["none", "fine", "coarse"]).optional(),
      }),
      names: { prompt: "prompt", duration: "seconds", seed: "seed" },
    },
  },
};
