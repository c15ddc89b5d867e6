import { readRange } from "../http/byte-range.ts";
import { fileHeaders } from "./file-headers.ts";

export interface SentFile {
  /** Its bytes from the first to the last, both of them included. */
  read: (first: number, last: number) => Promise<ReadableStream<Uint8Array>>;
  /** Of its bytes, in hex. */
  sha256: string;
  /** As it was found out by looking into the file. */
  mediaType: string;
  size: number;
  /** What it is called where it is saved. */
  name: string;
}

/** Answers with a file, or with the part of it that is asked for. It is read as it is sent. */
export async function sendFile(file: SentFile, request: Request): Promise<Response> {
  const { size } = file;
  const etag = `"${file.sha256}"`;
  const headers = { ...fileHeaders(file), etag, "accept-ranges": "bytes" };
  if (isKnown(request.headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers });
  const range = readRange(request.headers, { size, etag });
  if (range.kind === "unsatisfiable") {
    return new Response(null, { status: 416, headers: { ...headers, "content-range": `bytes */${size}` } });
  }
  const { first, last } = range.kind === "part" ? range : { first: 0, last: size - 1 };
  const length = String(last - first + 1);
  const body = request.method === "HEAD" || size === 0 ? null : await file.read(first, last);
  if (range.kind === "whole") return new Response(body, { headers: { ...headers, "content-length": length } });
  const contentRange = `bytes ${first}-${last}/${size}`;
  return new Response(body, {
    status: 206,
    headers: { ...headers, "content-length": length, "content-range": contentRange },
  });
}

function isKnown(condition: string | null, etag: string): boolean {
  if (condition === null) return false;
  const tags = condition.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes("*") || tags.includes(etag);
}
