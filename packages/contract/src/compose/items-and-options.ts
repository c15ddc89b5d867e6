import { describeValue } from "../messages/describe-value.ts";

/** Reads `builder(params)` and `builder(items, options)` as one. */
export function itemsAndOptions(builder: string, first: unknown, options: unknown): unknown {
  if (!Array.isArray(first)) {
    if (options === undefined) return first;
    const got = describeValue(first);
    throw new TypeError(
      `Expected \`${builder}\` to be given a list before its options, got ${got}. Write \`${builder}([…], { … })\``,
    );
  }
  if (first.length === 0) throw new TypeError(`Expected the list given to \`${builder}\` not to be empty`);
  if (typeof options === "object" && options !== null && "items" in options) {
    throw new TypeError(`Expected the items of \`${builder}\` once, got a list and \`items\` in the options`);
  }
  if (options !== undefined && (typeof options !== "object" || options === null)) {
    throw new TypeError(`Expected the options of \`${builder}\` to be an object, got ${describeValue(options)}`);
  }
  return { items: first as readonly unknown[], ...options };
}
