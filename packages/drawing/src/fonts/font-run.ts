import type { Writing } from "../text/writing.ts";

/** A stretch of text that one font draws. */
export interface FontRun {
  readonly text: string;
  readonly family: string;
}

/** Splits a clean text by the font that draws each of its graphemes, ready to be drawn by the renderer. */
export type ChooseRuns = (text: string, writing: Writing) => Promise<FontRun[]>;
