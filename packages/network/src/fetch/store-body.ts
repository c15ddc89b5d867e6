import { createHash, type Hash } from "node:crypto";
import { open, unlink } from "node:fs/promises";
import { PassThrough, type Duplex, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { tooLarge, unreachable, type Target } from "../network-failure.ts";

export interface StoreBodyOptions {
  target: Target;
  /** Where in the file the body belongs, which then stays if anything fails; null for a file that must be new. */
  from: number | null;
  /** Of what comes and of what it decodes to, each. */
  maxBytes: number;
  contentEncoding: string | null;
  /** Told how many bytes have come. */
  onReceived: (bytes: number) => void;
}

/** Writes a body to a new file, which is gone again if anything fails, or on from where an earlier one ended. */
export async function storeBody(
  body: Readable,
  path: string,
  { target, from, maxBytes, contentEncoding, onReceived }: StoreBodyOptions,
): Promise<{ bytes: number; sha256: string }> {
  const decoder = createDecoder(contentEncoding, target);
  const hash = createHash("sha256");
  let received = from ?? 0;
  let bytes = received;

  async function* receive(chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      received += chunk.length;
      if (received > maxBytes) throw tooLarge(target, maxBytes);
      onReceived(received);
      yield chunk;
    }
  }
  async function* measure(chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      // A few bytes can decode to terabytes.
      if (bytes > maxBytes) throw tooLarge(target, maxBytes);
      hash.update(chunk);
      yield chunk;
    }
  }

  if (bytes > 0) await hashPart(path, bytes, hash);
  const file = await open(path, from === null ? "wx" : bytes > 0 ? "r+" : "w");
  try {
    await pipeline(body, receive, decoder, measure, file.createWriteStream({ start: bytes }));
    return { bytes, sha256: hash.digest("hex") };
  } catch (error) {
    await file.close();
    if (from === null) await unlink(path);
    throw error;
  }
}

async function hashPart(path: string, bytes: number, hash: Hash): Promise<void> {
  const part = await open(path);
  for await (const chunk of part.createReadStream({ end: bytes - 1 })) hash.update(chunk as Buffer);
}

/** Nothing but `identity` is asked for; some servers answer with what they have. */
function createDecoder(contentEncoding: string | null, target: Target): Duplex {
  switch (contentEncoding?.toLowerCase() ?? "identity") {
    case "identity":
    case "":
      return new PassThrough();
    case "gzip":
    case "x-gzip":
      return createGunzip();
    case "deflate":
      return createInflate();
    case "br":
      return createBrotliDecompress();
    default:
      throw unreachable(target, "it is sent in an encoding that was not asked for", { retryable: false });
  }
}
