import { open } from "node:fs/promises";
import { extname } from "node:path";

/** Camera RAW that only DaVinci Resolve reads. The extension decides nothing by itself: ffmpeg is asked first. */
const RAW_EXTENSIONS = [".r3d", ".braw", ".ari", ".arx", ".crm", ".nev", ".dng"];

const STILL_IMAGES: readonly { name: string; matches: (head: Buffer) => boolean }[] = [
  { name: "PNG", matches: (head) => head.toString("latin1", 0, 8) === "\x89PNG\r\n\x1a\n" },
  { name: "JPEG", matches: (head) => head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff },
  { name: "GIF", matches: (head) => head.toString("latin1", 0, 4) === "GIF8" },
  { name: "BMP", matches: (head) => head.toString("latin1", 0, 2) === "BM" && head.readUInt32LE(6) === 0 },
  { name: "TIFF", matches: (head) => ["II*\0", "MM\0*"].includes(head.toString("latin1", 0, 4)) },
  {
    name: "WebP",
    matches: (head) => head.toString("latin1", 0, 4) === "RIFF" && head.toString("latin1", 8, 12) === "WEBP",
  },
  { name: "OpenEXR", matches: (head) => head.readUInt32LE(0) === 0x01312f76 },
  { name: "DPX", matches: (head) => ["SDPX", "XPDS"].includes(head.toString("latin1", 0, 4)) },
  { name: "HEIF", matches: (head) => /^ftyp(heic|heix|mif1|avif)/.test(head.toString("latin1", 4, 12)) },
  { name: "SVG", matches: (head) => /^\s*(<\?xml[^>]*>\s*)?<svg/.test(head.toString("latin1")) },
];

export interface FileKind {
  stillImage: string | null;
  /** The picture moves in a form that ffmpeg cannot read. */
  animated: boolean;
  rawExtension: boolean;
  text: boolean;
  /** Its beginning was never written. */
  zeros: boolean;
}

/** What the first bytes and the name say. Throws what opening the file throws. */
export async function sniffFile(path: string): Promise<FileKind> {
  const handle = await open(path, "r");
  try {
    const head = Buffer.alloc(512);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    const rawExtension = RAW_EXTENSIONS.includes(extname(path).toLowerCase());
    const still = bytesRead < 12 ? undefined : STILL_IMAGES.find(({ matches }) => matches(head));
    return {
      // A DNG is a TIFF by its first bytes; a camera's RAW by its name.
      stillImage: still === undefined || (rawExtension && still.name === "TIFF") ? null : still.name,
      animated: still !== undefined && isAnimated(still.name, head),
      rawExtension,
      text: bytesRead > 0 && isText(head.subarray(0, bytesRead)),
      zeros: head.every((byte) => byte === 0),
    };
  } finally {
    await handle.close();
  }
}

function isText(head: Buffer): boolean {
  return head.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}

/** Animated WebP says so in its first chunk, animated PNG before its pixels. */
function isAnimated(name: string, head: Buffer): boolean {
  if (name === "WebP") return head.toString("latin1", 12, 16) === "VP8X" && ((head[20] ?? 0) & 2) !== 0;
  return name === "PNG" && head.includes("acTL", 0, "latin1");
}
