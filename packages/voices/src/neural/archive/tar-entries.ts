import { ArchiveFault } from "./bit-reader.ts";

/** What a tar archive holds, in its order: of each entry what it is, and then its bytes in pieces. */
export type TarEvent = { type: "file" | "folder"; path: string; bytes: number } | { type: "bytes"; bytes: Uint8Array };

const BLOCK = 512;
/** A name of an entry that is as long stands for nothing. */
const MOST_NAME_BYTES = 64 * 1024;

/**
 * The files and folders of a tar archive. Whatever else one can hold is refused: links above all, by which a later entry could be
 * written elsewhere.
 */
export function* tarEntries(pieces: Iterable<Uint8Array>): Generator<TarEvent> {
  const source = createSource(pieces);
  let longName: string | null = null;
  for (;;) {
    const header = source.take(BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const { kind, name, bytes } = readHeader(header);
    if (["L", "x", "g"].includes(kind)) {
      if (bytes > MOST_NAME_BYTES) throw new ArchiveFault("it holds a name that is too long");
      const content = source.take(bytes);
      if (kind === "L") longName = textOf(content);
      if (kind === "x") longName = pathOfRecords(content) ?? longName;
      source.take(padding(bytes));
      continue;
    }
    const path = longName ?? name;
    longName = null;
    if (kind === "5") {
      yield { type: "folder", path, bytes: 0 };
      continue;
    }
    if (kind !== "0" && kind !== "\0") throw new ArchiveFault(`\`${path}\` in it is neither a file nor a folder`);
    yield { type: "file", path, bytes };
    for (let left = bytes; left > 0;) {
      const piece = source.some(left);
      left -= piece.length;
      yield { type: "bytes", bytes: piece };
    }
    source.take(padding(bytes));
  }
}

function createSource(pieces: Iterable<Uint8Array>) {
  const iterator = pieces[Symbol.iterator]();
  let piece = new Uint8Array();
  const some = (most: number): Uint8Array => {
    while (piece.length === 0) {
      const next = iterator.next();
      if (next.done === true) throw new ArchiveFault("it ends before its end");
      piece = new Uint8Array(next.value);
    }
    const taken = piece.subarray(0, most);
    piece = piece.subarray(taken.length);
    return taken;
  };
  const take = (bytes: number): Uint8Array => {
    const taken = new Uint8Array(bytes);
    for (let filled = 0; filled < bytes;) {
      const part = some(bytes - filled);
      taken.set(part, filled);
      filled += part.length;
    }
    return taken;
  };
  return { some, take };
}

function readHeader(header: Uint8Array): { kind: string; name: string; bytes: number } {
  const field = (from: number, length: number) => textOf(header.subarray(from, from + length));
  const number = (from: number, length: number) => Number.parseInt(field(from, length).trim() || "0", 8);
  // The field of the sum counts as spaces.
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0);
  if (sum !== number(148, 8)) throw new ArchiveFault("it is no tar archive");
  const bytes = number(124, 12);
  if (!Number.isSafeInteger(bytes) || bytes < 0) throw new ArchiveFault("it holds a file of no size");
  const prefix = field(257, 6) === "ustar" && header[262] === 0 ? field(345, 155) : "";
  return {
    kind: String.fromCharCode(header[156] ?? 0),
    name: prefix === "" ? field(0, 100) : `${prefix}/${field(0, 100)}`,
    bytes,
  };
}

/** `25 path=a/long/name\n`, of which the number counts all of it. */
function pathOfRecords(content: Uint8Array): string | null {
  return /^\d+ path=(.*)$/m.exec(textOf(content))?.[1] ?? null;
}

function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end));
}

function padding(bytes: number): number {
  return (BLOCK - (bytes % BLOCK)) % BLOCK;
}
