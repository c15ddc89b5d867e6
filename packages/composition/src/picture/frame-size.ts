import { AspectRatio, formatJsonPath, type Issue } from "@proxx/contract";
import { even } from "../exact-streams.ts";
import { largestPart } from "./fit-picture.ts";

interface Size {
  width: number;
  height: number;
}

export interface WantedFrame {
  aspectRatio?: AspectRatio | undefined;
  width?: number | undefined;
  height?: number | undefined;
  mode: "crop" | "pad" | "blur" | "auto";
}

const LONGEST_SIDE = 8192;
const SHORTEST_SIDE = 16;

/**
 * How large the new frame is. What is said in pixels holds. Of a shape alone, `crop` and `auto` keep the source's own
 * pixels (1920x1080 becomes 608x1080 at 9:16), and `pad` and `blur`, which show all of it, keep the length of its
 * shorter side (1920x1080 becomes 1080x1920): what was "1080p" stays that.
 */
export function frameSize(source: Size, wanted: WantedFrame): Size {
  const { width, height, mode } = wanted;
  const shape = wanted.aspectRatio ?? source;
  if (width !== undefined && height !== undefined) return { width: even(width), height: even(height) };
  if (width !== undefined) return within({ width, height: (width * shape.height) / shape.width });
  if (height !== undefined) return within({ width: (height * shape.width) / shape.height, height });
  if (mode === "crop" || mode === "auto") return largestPart(source, shape);
  const scale = Math.min(source.width, source.height) / Math.min(shape.width, shape.height);
  return within({ width: shape.width * scale, height: shape.height * scale });
}

/** The shape of the new frame, as far as what is wanted of it tells. */
export function frameShape({ aspectRatio, width, height }: Omit<WantedFrame, "mode">): AspectRatio | null {
  if (aspectRatio !== undefined) return aspectRatio;
  return width === undefined || height === undefined ? null : new AspectRatio(width, height);
}

/** What is wrong with a frame of which both shape and size are said: that they are not of each other. */
export function frameIssues({ aspectRatio, width, height }: Omit<WantedFrame, "mode">): Issue[] {
  if (aspectRatio === undefined || width === undefined || height === undefined) return [];
  if (aspectRatio.fits({ width, height })) return [];
  return [
    {
      path: formatJsonPath(["aspectRatio"]),
      code: "contradiction",
      message: `${width}x${height} is not ${aspectRatio.text}.`,
      hint: "Leave out `aspectRatio`, or one of `width` and `height`.",
    },
  ];
}

// Of an extreme shape, one side would be longer than encoders take or shorter than a picture can be.
function within({ width, height }: Size): Size {
  const shrink = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return {
    width: even(Math.max(SHORTEST_SIDE, width * shrink)),
    height: even(Math.max(SHORTEST_SIDE, height * shrink)),
  };
}
