import { errorMessage, ProxxError } from "@proxx/contract";
import type { Fonts } from "@proxx/drawing";
import { lookAtPixels, type Interest } from "./interest.ts";

/** A picture that can be drawn, and what was seen in it. */
export interface SlideImage extends Interest {
  readonly data: Uint8Array;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/** A small copy, of which it is told where there is something to see. */
const LOOKED_AT = 96;
/** No screen shows more, and it takes gigabytes to decode. */
const MOST_PIXELS = 120_000_000;

/** Decodes PNG, JPEG, WebP, GIF or SVG. Rejects with `input_unusable` where it is none, or damaged. */
export async function readImage(fonts: Pick<Fonts, "renderer">, name: string, data: Uint8Array): Promise<SlideImage> {
  const images = [{ src: "image", data, cache: "none" as const }];
  try {
    const measured = await fonts.renderer.measure(
      {
        type: "container",
        style: { display: "flex", alignItems: "flex-start" },
        children: [{ type: "image", src: "image" }],
      },
      { images },
    );
    const { width = 0, height = 0 } = measured.children[0] ?? {};
    if (width < 1 || height < 1) throw new Error("it has no size");
    if (width * height > MOST_PIXELS) throw new Error(`it has ${width} × ${height} pixels, which are too many`);
    const scale = LOOKED_AT / Math.max(width, height);
    const size = { width: Math.max(2, Math.round(width * scale)), height: Math.max(2, Math.round(height * scale)) };
    const pixels = await fonts.renderer.render(
      {
        type: "container",
        style: { ...size, display: "flex" },
        children: [{ type: "image", src: "image", style: { ...size, flexShrink: 0 } }],
      },
      { ...size, format: "raw", images },
    );
    return { data, width, height, ...lookAtPixels(pixels, size) };
  } catch (cause) {
    throw new ProxxError("input_unusable", `The picture ${name} cannot be drawn: ${errorMessage(cause)}.`, {
      hint: "Use a PNG, JPEG, WebP or SVG file.",
      cause,
    });
  }
}
