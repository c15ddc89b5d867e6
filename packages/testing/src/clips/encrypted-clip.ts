import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

/** As long as what is put in its place in the description of a track. */
export const TITLE_TO_ENCRYPT = "x".repeat(90);

/** A copy of a Matroska file whose picture, titled `TITLE_TO_ENCRYPT`, is said to be encrypted, and is noise. */
export function encryptedMatroska(source: string, to: string): string {
  const bytes = readFileSync(source);
  const title = bytes.indexOf(TITLE_TO_ENCRYPT);
  const room = TITLE_TO_ENCRYPT.length;
  const key = element([0x50, 0x35], [...element([0x47, 0xe1], [5]), ...element([0x47, 0xe2], Array(16).fill(7))]);
  const encoding = element([0x62, 0x40], [...element([0x50, 0x32], [1]), ...element([0x50, 0x33], [1]), ...key]);
  // Void fills what is left.
  const content = [...encoding, ...element([0xec], Array(room - encoding.length - 2).fill(0))];
  Buffer.from(element([0x6d, 0x80], content)).copy(bytes, title - 3);
  const args = ["-v", "error", "-select_streams", "v:0", "-show_entries", "packet=pos,size", "-of", "csv=p=0", source];
  for (const line of spawnSync("ffprobe", args, { encoding: "utf8" }).stdout.split("\n")) {
    const [size = 0, position = 0] = line.split(",").map(Number);
    scramble(bytes, position + 8, position + size);
  }
  writeFileSync(to, bytes);
  return to;
}

function element(id: readonly number[], content: readonly number[]): number[] {
  return [...id, 0x80 | content.length, ...content];
}

const TRANSPORT_PACKET = 188;

/** A copy of a transport stream of which picture and sound are scrambled, as pay television is. */
export function scrambledTransport(source: string, to: string): string {
  const bytes = readFileSync(source);
  for (let at = 0; at < bytes.length; at += TRANSPORT_PACKET) {
    // ffmpeg numbers picture and sound from here on; tables stay clear.
    if ((bytes.readUInt16BE(at + 1) & 0x1fff) < 0x100) continue;
    const flags = bytes[at + 3] ?? 0;
    bytes[at + 3] = flags | 0x80;
    const start = at + 4 + (flags & 0x20 ? 1 + (bytes[at + 4] ?? 0) : 0);
    scramble(bytes, start, at + TRANSPORT_PACKET);
  }
  writeFileSync(to, bytes);
  return to;
}

function scramble(bytes: Buffer, start: number, end: number): void {
  for (let at = start; at < end; at++) bytes[at] = (bytes[at] ?? 0) ^ ((at * 37 + 11) & 0xff);
}
