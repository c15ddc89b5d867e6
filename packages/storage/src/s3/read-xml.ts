/** What stands in each element of a name, in a document as S3 writes them: without attributes that matter, or elements of one name in one another. */
export function readElements(xml: string, name: string): string[] {
  const found = xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, "g"));
  return Array.from(found, ([, content = ""]) => content);
}

/** The text of the first element of a name; null where there is none. */
export function readText(xml: string, name: string): string | null {
  const [first] = readElements(xml, name);
  return first === undefined
    ? null
    : first.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, entity) => unescape(entity) ?? whole);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescape(entity: string): string | undefined {
  if (!entity.startsWith("#")) return ENTITIES[entity];
  const point = entity[1] === "x" ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
  return point <= 0x10_ffff ? String.fromCodePoint(point) : undefined;
}

export function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`);
}
