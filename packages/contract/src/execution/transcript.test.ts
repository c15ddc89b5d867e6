import { expect, test } from "vitest";
import { transcriptSchema } from "./transcript.ts";

const said = (start: number, end: number) => ({
  language: null,
  text: "Hello",
  words: [{ word: "Hello", start, end }],
});

test("a word that ends before it begins is refused where it ends", () => {
  expect(transcriptSchema.safeParse(said(1, 0.9)).error?.issues).toMatchObject([
    { path: ["words", 0, "end"], message: "Expected `end` not to be before `start`" },
  ]);
  for (const end of [1, 1.5]) expect(transcriptSchema.safeParse(said(1, end)).success).toBe(true);
  expect(transcriptSchema.safeParse(said(-1, 1)).success).toBe(false);
});
