import { isDeepStrictEqual } from "node:util";
import { isMap, isScalar, isSeq, type Document, type Node, type YAMLMap, type YAMLSeq } from "yaml";

/** Changes a YAML document so that it says `value`, and leaves every line, comment and quote that need not change. */
export function mergeIntoDocument(document: Document, value: unknown): void {
  const { contents } = document;
  if (contents === null) document.contents = document.createNode(value) as Node;
  else document.contents = merged(document, contents, value);
}

function merged(document: Document, node: Node, value: unknown): Node {
  if (isDeepStrictEqual(node.toJS(document), value)) return node;
  if (isMap(node) && isObject(value)) return mergedMap(document, node, value);
  if (isSeq(node) && Array.isArray(value)) return mergedSeq(document, node, value);
  if (isScalar(node) && (value === null || typeof value !== "object")) {
    node.value = value;
    return node;
  }
  return document.createNode(value) as Node;
}

function mergedMap(document: Document, map: YAMLMap, value: Readonly<Record<string, unknown>>): Node {
  for (const key of Object.keys(map.toJS(document) as object)) if (!(key in value)) map.delete(key);
  for (const [key, entry] of Object.entries(value)) {
    const old = map.get(key, true);
    if (old === undefined) map.set(document.createNode(key), document.createNode(entry));
    else map.set(key, merged(document, old, entry));
  }
  return map;
}

/** Entries are the same by their id, or by what they say where they were written without one; others by their place. */
function mergedSeq(document: Document, seq: YAMLSeq, values: readonly unknown[]): Node {
  const nodes = seq.items.filter((item): item is Node => item !== null);
  const named = nodes.flatMap((item) =>
    isMap(item) ? nameOf(item.toJS(document)).map((name) => [name, item] as const) : [],
  );
  const byName = new Map<string, Node>(named);
  seq.items = values.map((value, index) => {
    const old =
      named.length === 0
        ? nodes[index]
        : nameOf(value, true)
            .map((name) => byName.get(name))
            .find(Boolean);
    return old === undefined ? document.createNode(value) : merged(document, old, value);
  });
  return seq;
}

function nameOf(value: unknown, isNew = false): string[] {
  if (!isObject(value)) return [];
  const { id, text, title } = value;
  const said = text ?? title;
  const names = [typeof id === "string" ? [`id ${id}`] : [], typeof said === "string" ? [`said ${said}`] : []];
  return isNew ? names.flat() : (names.find((own) => own.length > 0) ?? []);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
