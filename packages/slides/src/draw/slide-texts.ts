import { slideSchema, type Slide } from "@proxx/contract";

/** What is read on a slide, and nothing else of it. */
export function textsOf(slide: Slide): string[] {
  const texts: string[] = [];
  walk(slide, (text) => {
    texts.push(text);
    return text;
  });
  return texts;
}

/** The slide with other texts in their places. One that is empty then is a dash. */
export async function withTexts(slide: Slide, change: (text: string) => Promise<string>): Promise<Slide> {
  const changed = new Map<string, string>();
  for (const text of textsOf(slide)) changed.set(text, (await change(text)) || "–");
  return slideSchema.parse(walk(slide, (text) => changed.get(text) ?? text));
}

const NO_TEXT = ["layout", "image", "fit", "language"];

function walk(value: unknown, visit: (text: string) => string): unknown {
  if (typeof value === "string") return visit(value);
  if (Array.isArray(value)) return value.map((one) => walk(one, visit));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, NO_TEXT.includes(name) ? one : walk(one, visit)]),
  );
}
