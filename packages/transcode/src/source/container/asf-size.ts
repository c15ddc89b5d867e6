import { open } from "node:fs/promises";

const FILE_PROPERTIES = Buffer.from("a1dcab8c47a9cf118ee400c00c205365", "hex");
const HEADER_BYTES = 65_536;

/**
 * How many bytes an ASF or WMV file declares, and how many it has; null where it declares nothing, since it was sent as it
 * was made. Its play time says less: many declare more than picture and sound last, and of a file that was cut ffmpeg
 * does not report it.
 */
export async function readAsfSize(path: string): Promise<{ declared: number; found: number } | null> {
  const file = await open(path, "r");
  try {
    const head = Buffer.alloc(HEADER_BYTES);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    const at = head.subarray(0, bytesRead).indexOf(FILE_PROPERTIES);
    if (at === -1 || at + 92 > bytesRead) return null;
    const broadcast = (head.readUInt32LE(at + 88) & 1) !== 0;
    const declared = Number(head.readBigUInt64LE(at + 40));
    return broadcast || declared === 0 ? null : { declared, found: (await file.stat()).size };
  } finally {
    await file.close();
  }
}
