import { z } from "zod";

/** How long a page of a list is. */
export const limitSchema = z
  .string()
  .regex(/^(?:100|[1-9]\d?)$/, "Expected a number from 1 to 100")
  .default("20")
  .meta({ description: "How many, from 1 to 100" });
