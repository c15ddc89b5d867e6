import { z } from "zod";

const SIZES: Readonly<Record<string, { width: number; height: number }>> = {
  "16:9": { width: 1920, height: 1080 },
  "9:16": { width: 1080, height: 1920 },
  "1:1": { width: 1080, height: 1080 },
};

/** The pixels of `16:9`, `9:16`, `1:1` or `1280x720`; null for what names none. Both are even, as video has them. */
export function movieSizeOf(text: string): { width: number; height: number } | null {
  const named = Object.hasOwn(SIZES, text) ? SIZES[text] : undefined;
  if (named !== undefined) return named;
  const [, width = "", height = ""] = /^(\d{2,5})x(\d{2,5})$/.exec(text) ?? [];
  const size = { width: Number(width), height: Number(height) };
  const isFit = [size.width, size.height].every((side) => side % 2 === 0 && side >= 240 && side <= 4096);
  return isFit ? size : null;
}

export const movieSizeSchema = z
  .string()
  .refine((text) => movieSizeOf(text) !== null, {
    error: "Expected 16:9, 9:16, 1:1, or width and height, both even, from 240 to 4096, such as `1280x720`",
  })
  .meta({ description: "16:9, 9:16, 1:1, or width and height, both even, from 240 to 4096" });
