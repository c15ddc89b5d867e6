/** What was seen in a small copy of a picture. */
export interface Interest {
  /** How much there is to see in each column and row, from the left and the top. */
  readonly columns: readonly number[];
  readonly rows: readonly number[];
  /** A screenshot, a diagram, a logo: flat areas, or see-through. Its edges belong to it. */
  readonly isGraphic: boolean;
  /** The colours that there is most of, and their shares of what is not see-through. */
  readonly inks: readonly { readonly color: string; readonly share: number }[];
}

/** Detail, colour and skin draw the eye, as in smartcrop, and so does what is unlike the rest. `pixels` is RGBA. */
export function lookAtPixels(pixels: Uint8Array, { width, height }: { width: number; height: number }): Interest {
  const columns = Array.from({ length: width }, () => 0);
  const rows = Array.from({ length: height }, () => 0);
  let [flat, clear, counted] = [0, 0, 0];
  const usual = averageOf(pixels);
  const at = (x: number, y: number) => 4 * (Math.min(height - 1, y) * width + Math.min(width - 1, x));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const here = at(x, y);
      const edge =
        Math.abs(lightAt(pixels, here) - lightAt(pixels, at(x + 1, y))) +
        Math.abs(lightAt(pixels, here) - lightAt(pixels, at(x, y + 1)));
      const interest =
        Math.min(edge, 0.2) * 1.5 +
        saturationAt(pixels, here) * 0.3 +
        skinAt(pixels, here) * 1.2 +
        rarityAt(pixels, here, usual) +
        0.02;
      columns[x] = (columns[x] ?? 0) + interest;
      rows[y] = (rows[y] ?? 0) + interest;
      counted++;
      if (edge < 0.004) flat++;
      if ((pixels[here + 3] ?? 255) < 250) clear++;
    }
  }
  return { columns, rows, isGraphic: flat > counted * 0.55 || clear > counted * 0.02, inks: inksOf(pixels) };
}

/** Less of a colour is seen as a speck. */
const LEAST_INK = 0.005;

/** Colours that are nearly the same count as one. */
function inksOf(pixels: Uint8Array): { color: string; share: number }[] {
  const counts = new Map<number, number>();
  let total = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    if ((pixels[at + 3] ?? 0) < 128) continue;
    const [red = 0, green = 0, blue = 0] = pixels.subarray(at, at + 3);
    const near = ((red >> 4) << 8) | ((green >> 4) << 4) | (blue >> 4);
    counts.set(near, (counts.get(near) ?? 0) + 1);
    total++;
  }
  return [...counts]
    .filter(([, count]) => count >= total * LEAST_INK)
    .toSorted((one, other) => other[1] - one[1])
    .map(([near, count]) => ({ color: colorOf(near), share: count / total }));
}

function colorOf(near: number): string {
  const digits = near.toString(16).padStart(3, "0");
  return `#${Array.from(digits, (digit) => digit + digit).join("")}`;
}

function averageOf(pixels: Uint8Array): readonly [number, number, number] {
  const sums: [number, number, number] = [0, 0, 0];
  for (let at = 0; at < pixels.length; at += 4) {
    for (const channel of [0, 1, 2] as const) sums[channel] += pixels[at + channel] ?? 0;
  }
  const count = pixels.length / 4;
  return [sums[0] / count, sums[1] / count, sums[2] / count];
}

/** From 0 for the usual colour to about 3 for its opposite; little for what differs a little. */
function rarityAt(pixels: Uint8Array, at: number, usual: readonly [number, number, number]): number {
  const [red = 0, green = 0, blue = 0] = pixels.subarray(at, at + 3);
  return 3 * (Math.hypot(red - usual[0], green - usual[1], blue - usual[2]) / 441) ** 2 * 4;
}

function lightAt(pixels: Uint8Array, at: number): number {
  return (0.3 * (pixels[at] ?? 0) + 0.59 * (pixels[at + 1] ?? 0) + 0.11 * (pixels[at + 2] ?? 0)) / 255;
}

function saturationAt(pixels: Uint8Array, at: number): number {
  const [red = 0, green = 0, blue = 0] = pixels.subarray(at, at + 3);
  const most = Math.max(red, green, blue);
  return most < 40 ? 0 : (most - Math.min(red, green, blue)) / most;
}

/** 1 for the colour of skin, of any lightness, less for others. */
function skinAt(pixels: Uint8Array, at: number): number {
  const [red = 0, green = 0, blue = 0] = pixels.subarray(at, at + 3);
  const length = Math.hypot(red, green, blue);
  if (length < 80) return 0;
  const distance = Math.hypot(red / length - 0.78, green / length - 0.57, blue / length - 0.44);
  return Math.max(0, 1 - distance * 6);
}
