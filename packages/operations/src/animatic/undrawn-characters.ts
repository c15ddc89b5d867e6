import type { Degradation } from "@proxx/contract";
import type { Fonts } from "@proxx/drawing";

/** What a card leaves out of a prompt, since no font can draw it: a film is not to fail for that, and a model would read it. */
export async function undrawnCharacters(prompt: string, fonts: Fonts): Promise<Omit<Degradation, "jobId">[]> {
  const { missing } = await fonts.drawablePart(prompt);
  if (missing.length === 0) return [];
  const named = missing.slice(0, 5).map((grapheme) => `“${grapheme}”`);
  const more = missing.length > named.length ? ` and ${missing.length - named.length} more` : "";
  return [
    {
      code: "characters_left_out",
      message: `No font has a glyph for ${named.join(", ")}${more}: the card shows the prompt without.`,
      hint: "Give a model, which reads the prompt as it is, or write it with other characters; the documentation says which scripts have a font.",
    },
  ];
}
