import type { Picture } from "@proxx/renderer";

/** A face where nobody has drawn one. */
export interface AvatarLook {
  /** Of its square, in pixels. */
  readonly size: number;
  /** Of the person, `#rrggbb`. */
  readonly colour: string;
  /** Around whoever speaks; null around who does not. */
  readonly ring: string | null;
  /** From 0, closed, to 3. */
  readonly mouth: number;
  readonly eyesOpen: boolean;
}

/** Raise it when the same look becomes another picture. */
export const AVATAR_VERSION = 1;

export function avatarPicture(look: AvatarLook): Picture {
  const { size } = look;
  const id = `avatar ${AVATAR_VERSION} ${size} ${look.colour} ${look.ring ?? "-"} ${look.mouth} ${look.eyesOpen}`;
  return { id, width: size, height: size, pixels: () => drawAvatar(look) };
}

type Shade = readonly [red: number, green: number, blue: number];

/** An ellipse; all in shares of the square. */
interface Shape {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly shade: Shade;
}

const SKIN: Shade = [250, 232, 214];
const INK: Shade = [38, 34, 46];
const LIPS: Shade = [150, 52, 60];
const WHITE: Shade = [255, 255, 255];

function drawAvatar({ size, colour, ring, mouth, eyesOpen }: AvatarLook): Uint8Array {
  const person = shadeOf(colour);
  const disc = { x: 0.5, y: 0.5, width: 0.915, height: 0.915, shade: person };
  const eye = { width: 0.06, height: eyesOpen ? 0.085 : 0.018, shade: INK };
  const lips = mouth === 0 ? INK : LIPS;
  const figure: Shape[] = [
    { x: 0.5, y: 1.02, width: 0.74, height: 0.52, shade: mixed(person, WHITE, 0.55) },
    { x: 0.5, y: 0.76, width: 0.2, height: 0.2, shade: mixed(SKIN, INK, 0.12) },
    { x: 0.5, y: 0.42, width: 0.5, height: 0.5, shade: mixed(person, INK, 0.65) },
    { x: 0.5, y: 0.49, width: 0.42, height: 0.5, shade: SKIN },
    { x: 0.42, y: 0.46, ...eye },
    { x: 0.58, y: 0.46, ...eye },
    { x: 0.5, y: 0.61, width: 0.14 + 0.015 * mouth, height: 0.018 + 0.03 * mouth, shade: lips },
  ];
  const pixels = new Uint8Array(size * size * 4);
  if (ring !== null) layOn(pixels, size, { x: 0.5, y: 0.5, width: 1, height: 1, shade: shadeOf(ring) });
  layOn(pixels, size, disc);
  for (const shape of figure) layOn(pixels, size, shape, disc);
  return pixels;
}

/** Lays an ellipse on the picture, of it only what lies within another. */
function layOn(pixels: Uint8Array, size: number, shape: Shape, within: Shape = shape): void {
  for (let index = 0; index < size * size; index++) {
    const [x, y] = [(index % size) + 0.5, Math.floor(index / size) + 0.5];
    const cover = Math.min(coverOf(shape, size, x, y), coverOf(within, size, x, y));
    if (cover === 0) continue;
    const at = index * 4;
    const below = ((pixels[at + 3] ?? 0) / 255) * (1 - cover);
    for (const [channel, value] of shape.shade.entries()) {
      pixels[at + channel] = Math.round((value * cover + (pixels[at + channel] ?? 0) * below) / (cover + below));
    }
    pixels[at + 3] = Math.round((cover + below) * 255);
  }
}

/** An edge is as soft as a pixel: how far the ellipse reaches into one is how much of it is covered. */
function coverOf({ x, y, width, height }: Shape, size: number, pixelX: number, pixelY: number): number {
  const [radiusX, radiusY] = [(width * size) / 2, (height * size) / 2];
  const distance = Math.hypot((pixelX - x * size) / radiusX, (pixelY - y * size) / radiusY) - 1;
  return Math.min(1, Math.max(0, 0.5 - distance * Math.min(radiusX, radiusY)));
}

function shadeOf(colour: string): Shade {
  const number = Number.parseInt(colour.slice(1, 7), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

function mixed(one: Shade, other: Shade, share: number): Shade {
  const between = (a: number, b: number) => Math.round(a + (b - a) * share);
  return [between(one[0], other[0]), between(one[1], other[1]), between(one[2], other[2])];
}
