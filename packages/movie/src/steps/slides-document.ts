import { MOVIE_THEMES, slideSchema } from "@proxx/contract";
import { z } from "zod";

/** What drawn slides are handed on as: all of which they are drawn again, layer by layer. Their pictures lie beside it. */
export const slidesDocumentSchema = z.strictObject({
  theme: z.enum(MOVIE_THEMES),
  brand: z.record(z.string(), z.union([z.string(), z.number()])).nullable(),
  /** Of which brand of the operator's these are, whose fonts and logo are with him. */
  configured: z.strictObject({ name: z.string().nullable(), digest: z.string() }).nullable().default(null),
  size: z.strictObject({ width: z.int(), height: z.int() }),
  subtitles: z.boolean(),
  sections: z.array(
    z.strictObject({
      id: z.string(),
      slide: slideSchema,
      /** The hash of the picture on it, a file beside the document. */
      picture: z.string().nullable(),
    }),
  ),
});

export type SlidesDocument = z.output<typeof slidesDocumentSchema>;
