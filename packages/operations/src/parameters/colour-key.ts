import { share } from "@proxx/contract/parameters";
import { z } from "zod";

/** How a colour is told from the others, where one is taken away. */
export const keyColours = {
  /** How far from the colour is still taken for it. @default 0.25, less of a pale colour */
  similarity: z.number().min(0.01).max(1).optional(),
  /** How soft the edge is. @default 0.08 */
  blend: share().optional(),
} as const;
