import type { Renderer } from "@takumi-rs/core";
import type { ChooseRuns, FontRun } from "./font-run.ts";
import { textNode } from "./text-node.ts";
import type { Writing } from "../text/writing.ts";

/** How wide each text is, in ems, as the renderer sets it (with kerning and ligatures). */
export type TextMeasure = (
  texts: readonly string[],
  options: { readonly writing: Writing; readonly fontWeight: number },
) => Promise<number[]>;

const REFERENCE_SIZE = 100;
/** Widths are exact to a 64th of a pixel, and the same at every size. */
const REMEMBERED_WIDTHS = 50_000;

export function createTextMeasure(renderer: Pick<Renderer, "measure">, chooseRuns: ChooseRuns): TextMeasure {
  const widths = new Map<string, number>();

  return async (texts, { writing, fontWeight }) => {
    const keyOf = (text: string) => `${fontWeight} ${writing.han} ${writing.widePunctuation} ${text}`;
    const unknown = [...new Set(texts)].filter((text) => text !== "" && !widths.has(keyOf(text)));
    if (unknown.length > 0) {
      const runs = await Promise.all(unknown.map((text) => chooseRuns(text, writing)));
      const measured = await measureRuns(renderer, runs, fontWeight);
      if (widths.size > REMEMBERED_WIDTHS) widths.clear();
      for (const [index, text] of unknown.entries()) widths.set(keyOf(text), measured[index] ?? 0);
    }
    return texts.map((text) => widths.get(keyOf(text)) ?? 0);
  };
}

/** How wide each line of runs is, in ems. Their fonts are registered already. */
export async function measureRuns(
  renderer: Pick<Renderer, "measure">,
  lines: readonly (readonly FontRun[])[],
  fontWeight: number,
): Promise<number[]> {
  const style = { fontSize: REFERENCE_SIZE, fontWeight, lineHeight: 1, flexShrink: 0 };
  const { children } = await renderer.measure({
    type: "container",
    style: { display: "flex", flexDirection: "column", alignItems: "flex-start" },
    children: lines.map((runs) => textNode(runs, style)),
  });
  return children.map(({ width }) => width / REFERENCE_SIZE);
}
