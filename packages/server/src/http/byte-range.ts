export type ByteRange =
  | { readonly kind: "whole" }
  | { readonly kind: "part"; readonly first: number; readonly last: number }
  | { readonly kind: "unsatisfiable" };

const WHOLE: ByteRange = { kind: "whole" };

/**
 * What a request wants of a file (RFC 9110, section 14). Several ranges, other units and nonsense are answered with the whole
 * file, as the RFC allows; a part of what is no longer the same (`If-Range`) as well.
 */
export function readRange(headers: Headers, file: { size: number; etag: string }): ByteRange {
  const wanted = headers.get("range");
  const condition = headers.get("if-range");
  if (wanted === null || (condition !== null && condition !== file.etag)) return WHOLE;
  const [, from = "", to = ""] = /^bytes=[ \t]*(\d{0,15})-(\d{0,15})[ \t]*$/i.exec(wanted) ?? [];
  if (from === "" && to === "") return WHOLE;
  if (from === "") {
    const length = Math.min(Number(to), file.size);
    return length === 0 ? { kind: "unsatisfiable" } : { kind: "part", first: file.size - length, last: file.size - 1 };
  }
  const first = Number(from);
  const last = to === "" ? file.size - 1 : Math.min(Number(to), file.size - 1);
  if (to !== "" && Number(to) < first) return WHOLE;
  return first >= file.size ? { kind: "unsatisfiable" } : { kind: "part", first, last };
}
