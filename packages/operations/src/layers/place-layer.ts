import type { Anchor } from "@proxx/contract";
import { even, anchorShares } from "@proxx/composition";

interface Size {
  width: number;
  height: number;
}

export interface Box extends Size {
  x: number;
  y: number;
  /** Where in the box a picture is that does not fill it. */
  anchor: Anchor;
}

export type Placement =
  | "full"
  | "pip"
  | Anchor
  | {
      anchor: Anchor;
      width?: number | undefined;
      height?: number | undefined;
      x?: number | undefined;
      y?: number | undefined;
      margin?: number | undefined;
    };

const PIP = { anchor: "bottom-right", width: 0.25, height: 0.25, margin: 0.04 } as const;

/** Where in a frame a layer is, in pixels. What is said as shares is of the frame; a side that is not follows the picture. */
export function placeLayer(placement: Placement, picture: Size, frame: Size): Box {
  if (placement === "full") return { x: 0, y: 0, ...frame, anchor: "center" };
  const box = placement === "pip" ? PIP : typeof placement === "string" ? { anchor: placement } : placement;
  const {
    anchor,
    width,
    height,
    x,
    y,
    margin = 0,
  } = { x: undefined, y: undefined, width: undefined, height: undefined, ...box };
  const size = boxSize({ width, height }, picture, frame);
  const shares = anchorShares(anchor);
  const gap = margin * Math.min(frame.width, frame.height);
  const along = (share: number, room: number) => gap + (room - 2 * gap) * share;
  return {
    ...size,
    anchor,
    x: evenly(x === undefined ? along(shares.x, frame.width - size.width) : x * frame.width),
    y: evenly(y === undefined ? along(shares.y, frame.height - size.height) : y * frame.height),
  };
}

function boxSize(
  { width, height }: { width: number | undefined; height: number | undefined },
  picture: Size,
  frame: Size,
): Size {
  const [wide, high] = [(width ?? 0) * frame.width, (height ?? 0) * frame.height];
  if (width !== undefined && height !== undefined) return { width: even(wide), height: even(high) };
  if (width !== undefined) return { width: even(wide), height: even((wide * picture.height) / picture.width) };
  if (height !== undefined) return { width: even((high * picture.width) / picture.height), height: even(high) };
  const shrink = Math.min(1, frame.width / picture.width, frame.height / picture.height);
  return { width: even(picture.width * shrink), height: even(picture.height * shrink) };
}

// Two pixels each way share their colour.
function evenly(position: number): number {
  return Math.round(position / 2) * 2;
}
