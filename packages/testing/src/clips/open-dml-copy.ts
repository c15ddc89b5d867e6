import { readFileSync, writeFileSync } from "node:fs";

/** A list of an AVI's pictures as it stands in a file, and its index. */
interface Part {
  list: Buffer;
  indexAt: number;
  indexBytes: number;
  places: number;
}

/**
 * A copy of an AVI of one stream in two parts, as those of more than a gigabyte are written (OpenDML): each part has an index
 * of its own, and what was space in the header lists both. Made of a file of ffmpeg's, which leaves that space.
 */
export function openDmlCopy(source: string, to: string): string {
  const bytes = readFileSync(source);
  const movi = bytes.indexOf("movi");
  const chunks = chunksOf(bytes.subarray(movi + 4, movi + bytes.readUInt32LE(movi - 4)));
  const middle = Math.floor(chunks.length / 2);
  const header = Buffer.from(bytes.subarray(0, movi - 8));
  const first = partOf(chunks.slice(0, middle), header.length);
  const secondAt = header.length + first.list.length;
  const second = partOf(chunks.slice(middle), secondAt + 12);
  header.writeUInt32LE(secondAt - 8, 4);
  writeMasterIndex(header, [first, second]);
  writeFileSync(to, Buffer.concat([header, first.list, chunk("RIFF", Buffer.from("AVIX"), second.list)]));
  return to;
}

function chunksOf(list: Buffer): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at + 8 <= list.length;) {
    const size = list.readUInt32LE(at + 4);
    chunks.push(list.subarray(at, at + 8 + size + (size % 2)));
    at += 8 + size + (size % 2);
  }
  return chunks;
}

function partOf(chunks: readonly Buffer[], at: number): Part {
  let place = at + 12;
  const entries: Buffer[] = [];
  for (const each of chunks) {
    if (each.toString("latin1", 0, 4) === "00dc") entries.push(numbers([place + 8 - at, 4], [each.readUInt32LE(4), 4]));
    place += each.length;
  }
  const head = [numbers([2, 2], [0x100, 2], [entries.length, 4]), Buffer.from("00dc"), numbers([at, 8], [0, 4])];
  const index = chunk("ix00", ...head, ...entries);
  const list = chunk("LIST", Buffer.from("movi"), ...chunks, index);
  return { list, indexAt: place, indexBytes: index.length, places: entries.length };
}

function writeMasterIndex(header: Buffer, parts: readonly Part[]): void {
  const at = header.indexOf("JUNK");
  header.write("indx", at, "latin1");
  const entries = parts.map(({ indexAt, indexBytes, places }) => numbers([indexAt, 8], [indexBytes, 4], [places, 4]));
  const head = [numbers([4, 2], [0, 2], [parts.length, 4]), Buffer.from("00dc"), Buffer.alloc(12)];
  Buffer.concat([...head, ...entries]).copy(header, at + 8);
}

function chunk(name: string, ...content: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(content);
  return Buffer.concat([Buffer.from(name), numbers([bytes.length, 4]), bytes, Buffer.alloc(bytes.length % 2)]);
}

/** Each value in so many bytes, the lowest first. */
function numbers(...values: readonly [value: number, bytes: number][]): Buffer {
  return Buffer.concat(
    values.map(([value, length]) => {
      const bytes = Buffer.alloc(length);
      bytes.writeUIntLE(value, 0, Math.min(length, 6));
      return bytes;
    }),
  );
}
