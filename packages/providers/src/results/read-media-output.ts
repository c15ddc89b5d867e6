import type { ProviderResult } from "../provider-result.ts";

const MAX_RESULTS = 64;
const MAX_DEPTH = 6;

/**
 * The files in a model's output: an address, a list of them, or objects that hold them as `url`, as `{ video: { url } }`
 * and `{ images: [{ url, content_type }] }` do. Models differ in the rest of the shape and change it.
 */
export function readMediaOutput(output: unknown): ProviderResult[] {
  const results: ProviderResult[] = [];
  collect(output, null, 0, results);
  return results;
}

function collect(value: unknown, mediaType: string | null, depth: number, into: ProviderResult[]): void {
  if (depth > MAX_DEPTH || into.length >= MAX_RESULTS) return;
  if (typeof value === "string") {
    const result = resultOf(value, mediaType);
    if (result !== null) into.push(result);
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, mediaType, depth + 1, into);
  } else if (typeof value === "object" && value !== null) {
    const type = "content_type" in value && typeof value.content_type === "string" ? value.content_type : null;
    if ("url" in value) collect(value.url, type, depth + 1, into);
    else for (const item of Object.values(value)) collect(item, null, depth + 1, into);
  }
}

function resultOf(address: string, mediaType: string | null): ProviderResult | null {
  if (/^https?:\/\//.test(address)) return URL.canParse(address) ? { kind: "url", url: address, mediaType } : null;
  const data = /^data:([\w.+-]+\/[\w.+-]+)?(?:;[\w=.-]+)*;base64,/.exec(address);
  if (data === null) return null;
  const bytes = Buffer.from(address.slice(data[0].length), "base64");
  if (bytes.length === 0) return null;
  return {
    kind: "bytes",
    data: new Uint8Array(bytes),
    mediaType: data[1] ?? mediaType ?? "application/octet-stream",
  };
}
