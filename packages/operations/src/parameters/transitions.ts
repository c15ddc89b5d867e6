import { duration } from "@proxx/contract/parameters";
import { z } from "zod";

/**
 * `crossfade` blends, `dissolve` changes grain by grain, `fade` goes through black and `fade-white` through white; wipes and
 * slides are named for where they go.
 */
const TRANSITIONS = [
  "cut",
  "crossfade",
  "dissolve",
  "fade",
  "fade-white",
  "wipe-left",
  "wipe-right",
  "wipe-up",
  "wipe-down",
  "slide-left",
  "slide-right",
  "slide-up",
  "slide-down",
] as const;
export type TransitionName = (typeof TRANSITIONS)[number];

export const transition = () =>
  z.union([
    z.enum(TRANSITIONS).transform((type) => ({ type, duration: undefined as number | undefined })),
    z.strictObject({
      type: z.enum(TRANSITIONS),
      /** Seconds. @default 0.5 */
      duration: duration().max(30).optional(),
    }),
  ]);
