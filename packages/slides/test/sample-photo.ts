import { deflateSync } from "node:zlib";

/** A picture like a photo, made of nothing: hills in the haze at dusk, with grain. As a PNG. */
export function samplePhoto(width: number, height: number, { sunAt = 0.68 }: { sunAt?: number } = {}): Uint8Array {
  const rows = Buffer.alloc(height * (1 + width * 3));
  const ridges = Array.from({ length: 6 }, (_, layer) => ridge(width, layer));
  let seed = 7;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
      const grain = ((seed >> 16) & 0xff) / 255 - 0.5;
      const [red, green, blue] = colorAt(
        { x: x / width, y: y / height },
        ridges.map((one) => one[x] ?? 1),
        sunAt,
      );
      const at = y * (1 + width * 3) + 1 + x * 3;
      rows[at] = clamp(red + grain * 9);
      rows[at + 1] = clamp(green + grain * 9);
      rows[at + 2] = clamp(blue + grain * 9);
    }
  }
  return png(width, height, rows);
}

function colorAt(
  { x, y }: { x: number; y: number },
  ridges: readonly number[],
  sunAt: number,
): [number, number, number] {
  const sun = Math.hypot((x - sunAt) * 1.78, y - 0.36);
  const glow = Math.exp(-sun * 3.2);
  if (sun < 0.055) return [255, 238, 205];
  let color: [number, number, number] = [70 + 150 * y + 120 * glow, 96 + 70 * y + 82 * glow, 142 + 10 * y + 12 * glow];
  for (const [layer, top] of ridges.entries()) {
    if (y < top) continue;
    const near = (layer + 1) / ridges.length;
    const haze = (1 - near) * (0.75 + 0.6 * glow);
    const shade = 1 - 0.25 * (y - top);
    color = [(24 + 205 * haze) * shade, (34 + 120 * haze) * shade, (58 + 92 * haze) * shade];
  }
  return color;
}

/** The height of a range of hills over the width, 0 at the top of the picture. */
function ridge(width: number, layer: number): number[] {
  const waves = [1, 2.3, 5.1, 11.7, 23, 51].map((frequency, index) => ({
    frequency: frequency * (1 + layer * 0.13),
    phase: layer * 2.1 + index * 1.7,
    height: (0.055 / (index + 1)) * (1 - layer * 0.05),
  }));
  return Array.from({ length: width }, (_, x) =>
    waves.reduce(
      (sum, { frequency, phase, height }) => sum + height * Math.sin((x / width) * frequency * 6.28 + phase),
      0.42 + layer * 0.095,
    ),
  );
}

function clamp(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}

/** Eight bits a channel, RGB. */
function png(width: number, height: number, rows: Buffer): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc(body));
  return Buffer.concat([length, body, sum]);
}

function crc(data: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of data) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}
