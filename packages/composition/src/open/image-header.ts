import { open, type FileHandle } from "node:fs/promises";

/** What a picture file says of itself in its first bytes. */
export interface ImageHeader {
  type: "png" | "jpeg" | "webp";
  /** As stored: what turns it upright is `orientation`. */
  width: number;
  height: number;
  alpha: boolean;
  animated: boolean;
  /** How EXIF has it turned and mirrored, from 1 (not at all) to 8. */
  orientation: number;
}

/** Reads the header of a PNG, JPEG or WebP; null of anything else. What the file is called decides nothing. */
export async function readImageHeader(path: string): Promise<ImageHeader | null> {
  const file = await open(path, "r");
  try {
    const start = await bytesAt(file, 0, 32);
    if (start.subarray(0, 8).equals(PNG_SIGNATURE)) return await pngHeader(file, start);
    if (start.readUInt16BE(0) === 0xffd8) return await jpegHeader(file);
    const riff = start.toString("latin1", 0, 4) === "RIFF" && start.toString("latin1", 8, 12) === "WEBP";
    return riff ? await webpHeader(file) : null;
  } finally {
    await file.close();
  }
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** An honest file has no more pieces than this before its picture. */
const MAX_CHUNKS = 2000;

async function pngHeader(file: FileHandle, start: Buffer): Promise<ImageHeader> {
  const colourType = start.readUInt8(25);
  const header: ImageHeader = {
    type: "png",
    width: start.readUInt32BE(16),
    height: start.readUInt32BE(20),
    alpha: colourType === 4 || colourType === 6,
    animated: false,
    orientation: 1,
  };
  let offset = 8;
  for (let chunk = 0; chunk < MAX_CHUNKS; chunk++) {
    const piece = await bytesAt(file, offset, 8);
    const length = piece.readUInt32BE(0);
    const name = piece.toString("latin1", 4, 8);
    if (name === "IDAT" || name === "IEND" || length === 0xffffffff) break;
    if (name === "tRNS") header.alpha = true;
    if (name === "acTL") header.animated = true;
    if (name === "eXIf")
      header.orientation = exifOrientation(await bytesAt(file, offset + 8, Math.min(length, 65_536)));
    offset += 12 + length;
  }
  return header;
}

async function jpegHeader(file: FileHandle): Promise<ImageHeader | null> {
  let orientation = 1;
  let offset = 2;
  for (let chunk = 0; chunk < MAX_CHUNKS; chunk++) {
    const piece = await bytesAt(file, offset, 4);
    const marker = piece.readUInt16BE(0);
    if (marker >> 8 !== 0xff) return null;
    // Any number of fill bytes may stand before a marker.
    if (marker === 0xffff) {
      offset++;
      continue;
    }
    const length = piece.readUInt16BE(2);
    // Start of a frame of any kind; C4, C8 and CC are tables.
    if (marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)) {
      const frame = await bytesAt(file, offset + 4, 5);
      const size = { width: frame.readUInt16BE(3), height: frame.readUInt16BE(1) };
      return { type: "jpeg", ...size, alpha: false, animated: false, orientation };
    }
    if (marker === 0xffda || marker === 0xffd9) return null;
    if (marker === 0xffe1) {
      const exif = await bytesAt(file, offset + 4, length);
      if (exif.toString("latin1", 0, 6) === "Exif\0\0") orientation = exifOrientation(exif.subarray(6));
    }
    offset += 2 + length;
  }
  return null;
}

async function webpHeader(file: FileHandle): Promise<ImageHeader | null> {
  let header: ImageHeader | null = null;
  let offset = 12;
  for (let chunk = 0; chunk < MAX_CHUNKS; chunk++) {
    const piece = await bytesAt(file, offset, 18);
    const name = piece.toString("latin1", 0, 4);
    const length = piece.readUInt32LE(4);
    if (name === "EXIF" && header !== null) {
      const exif = await bytesAt(file, offset + 8, Math.min(length, 65_536));
      const bare = exif.toString("latin1", 0, 6) === "Exif\0\0" ? exif.subarray(6) : exif;
      return { ...header, orientation: exifOrientation(bare) };
    }
    header ??= webpPicture(name, piece.subarray(8));
    // Metadata stands behind the picture, and only where the extended header says so.
    if (header === null || (chunk === 0 && name !== "VP8X")) return header;
    if (length === 0 && name.trim() === "") return header;
    offset += 8 + length + (length % 2);
  }
  return header;
}

function webpPicture(name: string, data: Buffer): ImageHeader | null {
  const still = { type: "webp", animated: false, orientation: 1 } as const;
  if (name === "VP8X") {
    const flags = data.readUInt8(0);
    const size = { width: data.readUIntLE(4, 3) + 1, height: data.readUIntLE(7, 3) + 1 };
    return { ...still, ...size, alpha: (flags & 0x10) !== 0, animated: (flags & 0x02) !== 0 };
  }
  if (name === "VP8L") {
    const bits = data.readUInt32LE(1);
    const size = { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    return { ...still, ...size, alpha: ((bits >>> 28) & 1) === 1 };
  }
  if (name !== "VP8 ") return null;
  return { ...still, width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff, alpha: false };
}

/** Tag 0x0112 of the first directory of a TIFF. */
function exifOrientation(tiff: Buffer): number {
  if (tiff.length < 14) return 1;
  const little = tiff.toString("latin1", 0, 2) === "II";
  const short = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let entry = 0; entry < Math.min(short(directory), 500); entry++) {
    const at = directory + 2 + entry * 12;
    if (short(at) !== 0x0112) continue;
    const value = short(at + 8);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** What lies there, and zeros where the file ends before. */
async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  await file.read(buffer, 0, length, position);
  return buffer;
}
