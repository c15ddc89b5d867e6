import type { Node } from "@takumi-rs/core";
import type { PictureSize } from "./drawing-limits.ts";
import type { Fonts } from "./fonts/fonts.ts";

/** `rgba` is width × height × 4 bytes with straight alpha. */
export type PictureFormat = "png" | "rgba";

/** Draws a tree of nodes on a transparent ground. The same tree gives the same bytes. The size is checked already. */
export async function renderNode(
  fonts: Pick<Fonts, "renderer">,
  children: readonly Node[],
  options: PictureSize & { readonly format?: PictureFormat },
): Promise<Buffer> {
  const { width, height, format = "png" } = options;
  const root: Node = {
    type: "container",
    style: { width, height, position: "relative", overflow: "hidden" },
    children: [...children],
  };
  return fonts.renderer.render(root, { width, height, format: format === "rgba" ? "raw" : "png" });
}
