import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { errorMessage, ProxxError, isAddress } from "@proxx/contract";
import type { Network } from "@proxx/network";
import { readText, type ReadArticle, type TextFormat } from "./read-text.ts";

/** A page that a person reads is far smaller. */
const MAX_BYTES = 20 * 1024 ** 2;
const TIMEOUT_MS = 60_000;
const ACCEPT = "text/html, application/xhtml+xml, text/markdown, text/plain;q=0.9, */*;q=0.1";
const READABLE = /^(?:text\/|application\/(?:xhtml\+xml|xml|markdown|octet-stream)$)/;

export interface ReadSourceOptions {
  network: Pick<Network, "fetchToFile">;
  signal?: AbortSignal | undefined;
}

/** Reads what is at an address, or in a file. */
export async function readSource(source: string, options: ReadSourceOptions): Promise<ReadArticle> {
  return isAddress(source) ? await readPage(source, options) : await readLocal(source);
}

async function readPage(url: string, { network, signal }: ReadSourceOptions): Promise<ReadArticle> {
  const folder = await mkdtemp(join(tmpdir(), "proxx-article-"));
  try {
    const path = join(folder, "page");
    const fetched = await network.fetchToFile(url, path, {
      signal,
      maxBytes: MAX_BYTES,
      timeoutMs: TIMEOUT_MS,
      headers: { accept: ACCEPT },
    });
    if (fetched.status !== "fetched") throw new Error("Nothing was asked that could be unmodified");
    const { mediaType, charset, finalUrl } = fetched;
    requireReadable(url, mediaType);
    const format: TextFormat | undefined = mediaType === "text/markdown" ? "markdown" : undefined;
    const read = readText(await readFile(path), { name: url, url: finalUrl, charset, format });
    // It is known by the address that was given; what it names is relative to where that led.
    return { ...read, article: { ...read.article, url } };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Rejects what is declared to be no text. */
export function requireReadable(source: string, mediaType: string | null): void {
  if (mediaType !== null && !READABLE.test(mediaType)) throw notReadable(source, mediaType);
}

async function readLocal(path: string): Promise<ReadArticle> {
  try {
    const bytes = await readFile(path);
    if (bytes.length > MAX_BYTES) throw tooLarge(path);
    if (bytes.subarray(0, 1024).includes(0) && bytes[0] !== 0xff && bytes[0] !== 0xfe)
      throw notReadable(path, "no text");
    return readText(bytes, { name: path, path: resolve(path) });
  } catch (error) {
    if (error instanceof ProxxError) throw error;
    throw new ProxxError("source_missing", `${path} cannot be read: ${errorMessage(error)}.`, {
      hint: "Give the path of a text, Markdown or HTML file, or an address that begins with https://.",
      cause: error,
    });
  }
}

function notReadable(source: string, what: string): ProxxError {
  return new ProxxError("media_unsupported", `${source} is ${what}, of which no script can be written.`, {
    hint: "Give a page, a Markdown file or a plain text.",
  });
}

function tooLarge(source: string): ProxxError {
  return new ProxxError("source_too_large", `${source} is larger than ${MAX_BYTES} bytes.`, {
    hint: "Give the part of it that the movie is to be about.",
  });
}
