import { canonicalJson, isPlainObject } from "@proxx/contract";

/** Which ingredients are not what they were, by their paths: `text`, `voice.speed`, `bars[2]`. */
export function changedIngredients(before: unknown, after: unknown): string[] {
  return differences(before, after, "").map((path) => (path === "" ? "everything" : path.replace(/^\./, "")));
}

function differences(before: unknown, after: unknown, path: string): string[] {
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((entry, index) => differences(entry, after[index], `${path}[${index}]`));
  }
  if (isPlainObject(before) && isPlainObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => differences(before[name], after[name], `${path}.${name}`));
  }
  return sameJson(before, after) ? [] : [path];
}

function sameJson(one: unknown, other: unknown): boolean {
  if (one === undefined || other === undefined) return one === other;
  return canonicalJson(one) === canonicalJson(other);
}
