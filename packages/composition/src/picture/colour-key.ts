import { filter, type Stream } from "@proxx/media";
import type { Picture } from "../composition.ts";
import { ffmpegColour } from "./ffmpeg-colour.ts";
import { standardForm } from "./scaled.ts";

export interface ColourKey {
  /** `#rrggbbaa`: what is taken away. */
  color: string;
  /** How far from it a colour may be to be taken away too: 1 is from one end of the colours to the other. */
  similarity?: number | undefined;
  /** Over how much more distance colours go from transparent to opaque. */
  blend?: number | undefined;
}

/** A picture without a colour: where it was is transparent, and its shine is taken off the edges. */
export function keyedOut(picture: Picture, key: ColourKey): Picture {
  const { matte, clean } = keyed(picture, key);
  return { ...picture, stream: standardForm(filter([clean, matte], "alphamerge"), true), alpha: true };
}

/** The matte alone, in greys: white where the picture stays, black where it is taken away. */
export function matteOf(picture: Picture, key: ColourKey): Picture {
  const { matte } = keyed(picture, key);
  const limited = filter(matte, "scale", { in_range: "pc", out_range: "tv", flags: "bicubic+bitexact" });
  return { ...picture, stream: standardForm(limited, false), alpha: false };
}

function keyed(picture: Picture, key: ColourKey): { matte: Stream; clean: Stream } {
  const full = filter(picture.stream, "format", { pix_fmts: picture.alpha ? "yuva444p" : "yuv444p" });
  const found = toneOf(key.color).distance < LEAST_CHROMA ? keyedByLight(full, key) : keyedByTone(full, key);
  if (!picture.alpha) return found;
  // What was transparent before stays so.
  const before = filter(full, "alphaextract");
  return { ...found, matte: filter([before, found.matte], "blend", { all_mode: "multiply" }) };
}

/** A colour less far from grey than this is told from others by its light alone. */
export const LEAST_CHROMA = 0.06;

// The screen's light is uneven and shadows lie on it; its tone is the same all over.
function keyedByTone(full: Stream, { color, similarity, blend }: ColourKey): { matte: Stream; clean: Stream } {
  const tone = toneOf(color);
  // Given in YUV, since the filter would read RGB by the matrix of BT.601.
  const hex = (value: number) => Math.round(value).toString(16).padStart(2, "0");
  const yuv = { color: `0x${hex(tone.y)}${hex(tone.u)}${hex(tone.v)}`, yuv: true };
  const matte = alphaBy(full, "chromakey", {
    ...yuv,
    // A pale screen is nearer to greys, which have to stay.
    similarity: similarity ?? Math.min(0.25, tone.distance * 0.65),
    blend: blend ?? Math.min(0.08, tone.distance * 0.25),
  });
  // How much of the screen a pixel has in it, by how far it is from the screen's tone.
  const share = alphaBy(full, "chromakey", { ...yuv, similarity: 0.01, blend: tone.distance * 0.9 });
  const clean = filter([filter(full, "format", { pix_fmts: "yuv444p" }), inEveryPlane(share)], "lut2", {
    c0: "x",
    c1: withoutTone(tone.u),
    c2: withoutTone(tone.v),
  });
  return { matte, clean };
}

/** Of white, grey and black screens, which have no tone. */
function keyedByLight(
  full: Stream,
  { color, similarity = 0.1, blend = 0.1 }: ColourKey,
): { matte: Stream; clean: Stream } {
  const rgb = filter(full, "scale", {
    in_color_matrix: "bt709",
    in_range: "tv",
    flags: "bicubic+accurate_rnd+bitexact",
  });
  const colours = filter(rgb, "format", { pix_fmts: "rgba" });
  const matte = filter(filter(colours, "colorkey", { color: ffmpegColour(color), similarity, blend }), "alphaextract");
  const { y, u, v } = toneOf(color);
  const clean = filter([filter(full, "format", { pix_fmts: "yuv444p" }), inEveryPlane(matte)], "lut2", {
    c0: withoutShine(y),
    c1: withoutTone(u),
    c2: withoutTone(v),
  });
  return { matte, clean };
}

function alphaBy(full: Stream, name: string, options: Record<string, string | number | boolean>): Stream {
  return filter(filter(filter(full, "format", { pix_fmts: "yuva444p" }), name, options), "alphaextract");
}

function inEveryPlane(grey: Stream): Stream {
  return filter(grey, "mergeplanes", { mapping: 0, format: "yuv444p" });
}

/** How much of the screen is taken off a mixture at the most: of less than this share nobody can tell what it was. */
const LEAST_SHARE = 0.25;
/** From this share on a colour is one of its own, such as yellow before green, and keeps all of its tone. */
const WHOLE_SHARE = 0.85;

/**
 * The same of a value of colour. The more of the screen there is in it, the less tone is left: pixels share their colour
 * with their neighbours, and a line of the screen's would be seen along the edge of what stays.
 */
function withoutTone(screen: number): string {
  return `128+(${withoutShine(screen)}-128)*clip((y/255-${LEAST_SHARE})/${WHOLE_SHARE - LEAST_SHARE},0,1)`;
}

/** The value `x` of a mixture, of which the share `y` is not the screen's, without the screen's part. */
function withoutShine(screen: number): string {
  const kept = `max(y/255,${LEAST_SHARE})`;
  return `clip((x-${screen.toFixed(2)}*(1-${kept}))/${kept},0,255)`;
}

/** A colour in BT.709 and limited range, and how far it is from grey: 1 is from one end of the colours to the other. */
export function toneOf(color: string): { y: number; u: number; v: number; distance: number } {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(
    (at) => Number.parseInt(ffmpegColour(color).slice(at + 1, at + 3), 16) / 255,
  );
  const light = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  const u = 128 + (224 * (b - light)) / 1.8556;
  const v = 128 + (224 * (r - light)) / 1.5748;
  return { y: 16 + 219 * light, u, v, distance: Math.hypot(u - 128, v - 128) / Math.hypot(255, 255) };
}
