import { inspect } from "node:util";

/** Whether a text occurs anywhere in a value: messages, causes, stacks, own fields and hidden ones, to any depth. */
export function findText(value: unknown, text: string): boolean {
  const shown = inspect(value, { depth: Infinity, showHidden: true, maxArrayLength: null, maxStringLength: null });
  return shown.includes(text) || ownTexts(value, new Set()).some((found) => found.includes(text));
}

// `inspect` leaves out what a class hides from it, such as the headers of a Request.
function ownTexts(value: unknown, seen: Set<unknown>): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || seen.has(value)) return [];
  seen.add(value);
  const held = value instanceof Headers ? [...value].flat() : [];
  const fields = Reflect.ownKeys(value).map((key): unknown => Reflect.get(value, key));
  const prototypes = value instanceof Request || value instanceof Response ? [value.headers, value.url] : [];
  return [...held, ...fields, ...prototypes].flatMap((item) => ownTexts(item, seen));
}
