import type { Script } from "@proxx/contract";
import type { Fonts } from "@proxx/drawing";
import type { JsonPath } from "../movie-finding.ts";
import { textsOf } from "./texts-of.ts";
import type { SeenMovie } from "./seen-movie.ts";

/** Where a script says something that no font can draw. */
export async function findUncovered(script: Script, fonts: Fonts): Promise<SeenMovie["uncovered"]> {
  const found: { at: JsonPath; graphemes: string[] }[] = [];
  for (const { at, text } of textsOf(script)) {
    const graphemes = new Set<string>();
    for (let from = 0; from < text.length; from += LONGEST) {
      for (const one of await fonts.missingGlyphs(text.slice(from, from + LONGEST), script.language))
        graphemes.add(one);
    }
    if (graphemes.size > 0) found.push({ at, graphemes: [...graphemes] });
  }
  return found;
}

/** What the fonts look at in one go. */
const LONGEST = 9000;
