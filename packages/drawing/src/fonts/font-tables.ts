import { brotliDecompressSync, inflateSync } from "node:zlib";

/** No font is as large: a file that claims to be is damaged or hostile. */
const LARGEST_FONT_BYTES = 256 * 1024 * 1024;

/** The tables of a TrueType, OpenType, WOFF or WOFF2 font by their tags. Throws where the bytes are none of these. */
export function readFontTables(bytes: Buffer): Map<string, Buffer> {
  const signature = bytes.toString("latin1", 0, 4);
  if (signature === "wOF2") return readWoff2(bytes);
  if (signature === "wOFF") return readWoff(bytes);
  if (["\0\u0001\0\0", "OTTO", "true"].includes(signature)) return readSfnt(bytes);
  throw new Error(signature === "ttcf" ? "a font collection, of which one font is needed" : "not a font");
}

function readSfnt(bytes: Buffer): Map<string, Buffer> {
  const tables = new Map<string, Buffer>();
  for (let index = 0; index < bytes.readUInt16BE(4); index++) {
    const record = 12 + 16 * index;
    const offset = bytes.readUInt32BE(record + 8);
    const length = bytes.readUInt32BE(record + 12);
    tables.set(tagAt(bytes, record), bytes.subarray(offset, offset + length));
  }
  return tables;
}

function readWoff(bytes: Buffer): Map<string, Buffer> {
  const tables = new Map<string, Buffer>();
  for (let index = 0; index < bytes.readUInt16BE(12); index++) {
    const record = 44 + 20 * index;
    const offset = bytes.readUInt32BE(record + 4);
    const packedLength = bytes.readUInt32BE(record + 8);
    const length = bytes.readUInt32BE(record + 12);
    const data = bytes.subarray(offset, offset + packedLength);
    const packed = packedLength < length;
    tables.set(tagAt(bytes, record), packed ? inflateSync(data, { maxOutputLength: LARGEST_FONT_BYTES }) : data);
  }
  return tables;
}

/** One Brotli stream holds all tables, one after the other (WOFF2 §4). Some have another form there; none is read here. */
function readWoff2(bytes: Buffer): Map<string, Buffer> {
  const placed: { tag: string; offset: number; length: number }[] = [];
  let position = 48;
  let offset = 0;
  const readBase128 = (): number => {
    for (let value = 0; ;) {
      const byte = bytes.readUInt8(position++);
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) return value;
    }
  };
  for (let index = 0; index < bytes.readUInt16BE(12); index++) {
    const flags = bytes.readUInt8(position++);
    let tag = KNOWN_TAGS[flags & 0x3f];
    if (tag === undefined) {
      tag = tagAt(bytes, position);
      position += 4;
    }
    const plainVersion = tag === "glyf" || tag === "loca" ? 3 : 0;
    let length = readBase128();
    if (flags >> 6 !== plainVersion) length = readBase128();
    placed.push({ tag, offset, length });
    offset += length;
  }
  const stream = bytes.subarray(position, position + bytes.readUInt32BE(20));
  const data = brotliDecompressSync(stream, { maxOutputLength: LARGEST_FONT_BYTES });
  return new Map(placed.map(({ tag, offset, length }) => [tag, data.subarray(offset, offset + length)]));
}

/** The tags that have a number, in its order (WOFF2 §4.1). */
const KNOWN_TAGS: readonly string[] = (
  "cmap head hhea hmtx maxp name OS/2 post cvt_ fpgm glyf loca prep CFF_ VORG EBDT EBLC gasp hdmx kern LTSH PCLT " +
  "VDMX vhea vmtx BASE GDEF GPOS GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL SVG_ sbix acnt avar bdat bloc bsln cvar " +
  "fdsc feat fmtx fvar gvar hsty just lcar mort morx opbd prop trak Zapf Silf Glat Gloc Feat Sill"
)
  .split(" ")
  .map((tag) => tag.replace("_", " "));

function tagAt(bytes: Buffer, position: number): string {
  return bytes.toString("latin1", position, position + 4);
}
