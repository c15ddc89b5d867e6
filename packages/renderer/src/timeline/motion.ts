import type { Easing } from "./easing.ts";

/** How a layer comes or goes. It is whole when it has come, and begins to go so many frames before its end. */
export type Motion = {
  readonly frames: number;
  /** @default "enter" of what comes, "leave" of what goes; "linear" of what fades */
  readonly easing?: Easing | undefined;
} & (
  | { readonly kind: "fade" }
  /** Fades in while it rises by so many pixels, or fades out while it sinks. */
  | { readonly kind: "rise"; readonly pixels: number }
  /** Comes from outside of the frame, or goes there. */
  | { readonly kind: "slide"; readonly toward: Direction }
  /** An edge moves over it: what lies behind the edge is seen. */
  | { readonly kind: "reveal"; readonly toward: Direction; readonly step?: number | undefined }
);

/** Where something moves to. */
export type Direction = "left" | "right" | "up" | "down";
