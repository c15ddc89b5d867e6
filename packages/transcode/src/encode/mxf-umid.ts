import { createHash } from "node:crypto";
import { open } from "node:fs/promises";

// The start of a UMID after SMPTE 330M, and what ffmpeg's `+bitexact` writes behind it instead of random numbers.
const UMID_LABEL = Buffer.from("060a2b340101010501010d0013", "hex");
const EMPTY_UMID = Buffer.concat([UMID_LABEL, Buffer.alloc(18)]);
const CHUNK = 1024 * 1024;

/**
 * Gives an MXF file the identity that bit-exact writing leaves out. Avid tells clips apart by it, and would take all
 * proxies for one. It is made from the file's own bytes, so that the same encode still gives the same file.
 */
export async function stampUmid(path: string, signal?: AbortSignal): Promise<void> {
  const file = await open(path, "r+");
  try {
    const hash = createHash("sha256");
    const offsets: number[] = [];
    const buffer = Buffer.alloc(CHUNK + EMPTY_UMID.length - 1);
    // Each chunk is searched with the end of the one before it, which a UMID may reach over.
    let kept = 0;
    for (let position = 0; ;) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(buffer, kept, CHUNK, position);
      if (bytesRead === 0) break;
      hash.update(buffer.subarray(kept, kept + bytesRead));
      const filled = buffer.subarray(0, kept + bytesRead);
      for (let at = filled.indexOf(EMPTY_UMID); at !== -1; at = filled.indexOf(EMPTY_UMID, at + 1))
        offsets.push(position - kept + at);
      position += bytesRead;
      kept = Math.min(EMPTY_UMID.length - 1, filled.length);
      filled.copyWithin(0, filled.length - kept);
    }
    const identity = hash.digest().subarray(0, EMPTY_UMID.length - UMID_LABEL.length - 3);
    // Three bytes of instance number stay 0: this is the material itself, not a copy of it.
    for (const offset of offsets) await file.write(identity, 0, identity.length, offset + UMID_LABEL.length + 3);
  } finally {
    await file.close();
  }
}
