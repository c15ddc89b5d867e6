import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** A file of the page, as it is sent. */
export interface PageFile {
  readonly mediaType: string;
  readonly etag: string;
  readonly bytes: Buffer<ArrayBuffer>;
  /** Shorter, where whoever asks can read that; made when it is first asked for. */
  readonly encoded: (encoding: Encoding) => Promise<Buffer<ArrayBuffer>>;
}

export type Encoding = "br" | "gzip";

/** The files of a page by their paths, `index.html` and what lies in `assets/`; nothing else of its folder is ever sent. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** Reads them when they are first asked for, and again where that failed. */
export function createPageFiles(findFolder: () => Promise<string | null>): () => Promise<PageFiles | null> {
  let files: Promise<PageFiles | null> | null = null;
  return () => {
    files ??= findFolder().then((folder) => (folder === null ? null : readPageFiles(folder)));
    files.catch(() => (files = null));
    return files;
  };
}

async function readPageFiles(folder: string): Promise<PageFiles> {
  const assets = await readdir(join(folder, "assets"));
  const names = ["index.html", ...assets.map((name) => `assets/${name}`)];
  const known = names.filter((name) => MEDIA_TYPES[extname(name)] !== undefined);
  return new Map(await Promise.all(known.map(async (name) => [name, await readPageFile(folder, name)] as const)));
}

async function readPageFile(folder: string, name: string): Promise<PageFile> {
  const bytes = await readFile(join(folder, name));
  const made = new Map<Encoding, Promise<Buffer<ArrayBuffer>>>();
  return {
    mediaType: MEDIA_TYPES[extname(name)] ?? "application/octet-stream",
    etag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`,
    bytes,
    encoded(encoding) {
      const encoded = made.get(encoding) ?? ENCODERS[encoding](bytes);
      made.set(encoding, encoded);
      return encoded;
    },
  };
}

const ENCODERS: Readonly<Record<Encoding, (bytes: Buffer) => Promise<Buffer<ArrayBuffer>>>> = {
  br: async (bytes) =>
    Buffer.from(await promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })),
  gzip: async (bytes) => Buffer.from(await promisify(gzip)(bytes, { level: 9 })),
};
