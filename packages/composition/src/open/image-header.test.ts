import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { describe, expect, test } from "vitest";
import { readImageHeader } from "./image-header.ts";

function headerOf(...bytes: readonly Buffer[]) {
  const path = join(temporaryFolder(), "picture");
  writeFileSync(path, Buffer.concat(bytes));
  return readImageHeader(path);
}

/** A number in so many bytes, `B` the great end first. */
function number(value: number, bytes: number, order: "B" | "L" = "B"): Buffer {
  const buffer = Buffer.alloc(bytes);
  if (order === "B") buffer.writeUIntBE(value, 0, bytes);
  else buffer.writeUIntLE(value, 0, bytes);
  return buffer;
}

const text = (value: string) => Buffer.from(value, "latin1");

/** A TIFF directory with a tag that is passed over and an orientation. */
function exif(orientation: number, order: "B" | "L"): Buffer {
  const entry = (tag: number, value: number) => [
    ...[number(tag, 2, order), number(3, 2, order), number(1, 4, order), number(value, 2, order), number(0, 2)],
  ];
  const start = [text(order === "B" ? "MM" : "II"), number(42, 2, order), number(8, 4, order)];
  return Buffer.concat([...start, number(2, 2, order), ...entry(0x010f, 7), ...entry(0x0112, orientation)]);
}

describe("PNG", () => {
  const chunk = (name: string, data: Buffer) => [number(data.length, 4), text(name), data, Buffer.alloc(4)];
  const png = (colourType: number, ...chunks: Buffer[]) => [
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    ...chunk("IHDR", Buffer.concat([number(640, 4), number(360, 4), Buffer.from([8, colourType, 0, 0, 0])])),
    ...chunks,
    ...chunk("IDAT", Buffer.alloc(3)),
  ];
  const plain = { type: "png", width: 640, height: 360, alpha: false, animated: false, orientation: 1 };

  test("tells size, alpha and whether it moves", async () => {
    expect(await headerOf(...png(2))).toEqual(plain);
    expect(await headerOf(...png(6))).toEqual({ ...plain, alpha: true });
    expect(await headerOf(...png(4))).toEqual({ ...plain, alpha: true });
    expect(await headerOf(...png(3, ...chunk("tRNS", Buffer.alloc(2))))).toEqual({ ...plain, alpha: true });
    expect(await headerOf(...png(2, ...chunk("acTL", Buffer.alloc(8))))).toEqual({ ...plain, animated: true });
    expect(await headerOf(...png(2, ...chunk("eXIf", exif(6, "B"))))).toEqual({ ...plain, orientation: 6 });
  });

  test("says nothing after its picture has begun", async () => {
    expect(await headerOf(...png(2), ...chunk("tRNS", Buffer.alloc(2)))).toEqual(plain);
  });
});

describe("JPEG", () => {
  const segment = (marker: number, data: Buffer) => [number(marker, 2), number(data.length + 2, 2), data];
  const frame = (marker: number) =>
    segment(marker, Buffer.concat([number(8, 1), number(480, 2), number(640, 2), number(3, 1)]));
  const jpeg = (...segments: Buffer[]) => [number(0xffd8, 2), ...segments, ...segment(0xffda, Buffer.alloc(4))];
  const plain = { type: "jpeg", width: 640, height: 480, alpha: false, animated: false, orientation: 1 };

  test("tells its size, whatever kind of frame it has and whatever tables stand before", async () => {
    expect(await headerOf(...jpeg(...frame(0xffc0)))).toEqual(plain);
    expect(await headerOf(...jpeg(...segment(0xffc4, Buffer.alloc(20)), ...frame(0xffc2)))).toEqual(plain);
    expect(await headerOf(...jpeg(Buffer.from([0xff]), ...frame(0xffc0)))).toEqual(plain);
  });

  test.each(["B", "L"] as const)("tells how it is turned, in either order of bytes (%s)", async (order) => {
    const turned = (orientation: number) =>
      segment(0xffe1, Buffer.concat([text("Exif\0\0"), exif(orientation, order)]));
    expect(await headerOf(...jpeg(...turned(8), ...frame(0xffc0)))).toEqual({ ...plain, orientation: 8 });
    expect(await headerOf(...jpeg(...turned(9), ...frame(0xffc0)))).toEqual(plain);
  });

  test("without a frame is no picture", async () => {
    expect(await headerOf(...jpeg())).toBeNull();
  });
});

describe("WebP", () => {
  // A chunk of odd length is followed by a byte that does not count.
  const chunk = (name: string, data: Buffer) => [
    ...[text(name), number(data.length, 4, "L"), data, Buffer.alloc(data.length % 2)],
  ];
  const webp = (...chunks: Buffer[]) => [text("RIFF"), number(100, 4, "L"), text("WEBP"), ...chunks];
  const plain = { type: "webp", width: 640, height: 360, alpha: false, animated: false, orientation: 1 };
  const extended = (flags: number) =>
    chunk("VP8X", Buffer.concat([number(flags, 4, "L"), number(639, 3, "L"), number(359, 3, "L")]));

  test("tells size and alpha in each of its three forms", async () => {
    const lossy = Buffer.concat([Buffer.alloc(6), number(640, 2, "L"), number(360, 2, "L")]);
    expect(await headerOf(...webp(...chunk("VP8 ", lossy)))).toEqual(plain);
    const bits = (alpha: number) =>
      Buffer.concat([number(0x2f, 1), number(alpha * 2 ** 28 + 359 * 2 ** 14 + 639, 4, "L")]);
    expect(await headerOf(...webp(...chunk("VP8L", Buffer.concat([bits(0), Buffer.alloc(5)]))))).toEqual(plain);
    expect(await headerOf(...webp(...chunk("VP8L", Buffer.concat([bits(1), Buffer.alloc(5)]))))).toMatchObject({
      alpha: true,
    });
    expect(await headerOf(...webp(...extended(0x10)))).toEqual({ ...plain, alpha: true });
    expect(await headerOf(...webp(...extended(0x02)))).toEqual({ ...plain, animated: true });
  });

  test("tells how it is turned behind its picture", async () => {
    const file = webp(...extended(0x08), ...chunk("VP8 ", Buffer.alloc(21)), ...chunk("EXIF", exif(3, "L")));
    expect(await headerOf(...file)).toEqual({ ...plain, orientation: 3 });
  });
});

test("anything else is no picture, and nothing at all is none either", async () => {
  expect(await headerOf(text("GIF89a and more bytes than a header has"))).toBeNull();
  expect(await headerOf(text("RIFF....WAVEfmt "))).toBeNull();
  expect(await headerOf(Buffer.alloc(0))).toBeNull();
});
