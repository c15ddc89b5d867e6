import { createHash } from "node:crypto";
import type { Slide } from "@proxx/contract";
import type { Picture } from "@proxx/renderer";
import { flattened } from "./flatten-layers.ts";

/** A slide as it is put into a movie: what can be one picture is one. */
export interface ShownSlide {
  readonly slide: Slide;
  readonly layers: readonly ShownLayer[];
}

export interface ShownLayer {
  readonly picture: Picture;
  readonly x: number;
  readonly y: number;
  /** 0: there from the start; the others come one after the other. */
  readonly build: number;
  readonly enter: "none" | "fade" | "rise" | "grow-right" | "grow-up" | "draw-right";
  readonly item?: number | undefined;
  /** Where a slow zoom goes, in shares of the layer; without it the layer stays still. */
  readonly focus?: { readonly x: number; readonly y: number } | undefined;
}

/** A layer as slides are drawn. */
export interface DrawnLayer extends Omit<ShownLayer, "picture"> {
  readonly width: number;
  readonly height: number;
  /** RGBA, straight alpha. */
  readonly pixels: Uint8Array;
}

/** What is there from the start and does not move becomes one picture, so that a crossfade mixes two and not ten. */
export function shownSlide({ slide, layers }: { slide: Slide; layers: readonly DrawnLayer[] }): ShownSlide {
  const groups: DrawnLayer[][] = [];
  for (const layer of layers) {
    const last = groups.at(-1);
    if (last !== undefined && isStill(layer) && last.every(isStill)) last.push(layer);
    else groups.push([layer]);
  }
  return {
    slide,
    layers: groups.flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const { pixels, ...place } = group.length === 1 ? first : { ...first, ...flattened(group) };
      return [shownLayer(place, pixels)];
    }),
  };
}

function shownLayer(place: Omit<DrawnLayer, "pixels">, pixels: Uint8Array): ShownLayer {
  const { width, height, x, y, build, enter, item, focus } = place;
  const id = createHash("sha256").update(`${width}x${height} `).update(pixels).digest("hex").slice(0, 32);
  const opaque = isOpaque(pixels);
  // Only a picture without holes or round corners can be zoomed within its place.
  return {
    picture: { id, width, height, opaque, pixels: () => pixels },
    x,
    y,
    build,
    enter,
    item,
    focus: opaque ? focus : undefined,
  };
}

function isStill({ build, enter, focus }: DrawnLayer): boolean {
  return build === 0 && enter === "none" && focus === undefined;
}

function isOpaque(pixels: Uint8Array): boolean {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 255) return false;
  return true;
}
