import { createNode, type Node } from "../compose/node.ts";
import { itemsAndOptions } from "./items-and-options.ts";
import type { ParamsOf } from "./params-of.ts";

export interface MergeParams extends ParamsOf<"merge"> {}
export type MergeItem = NonNullable<MergeParams["items"]>[number];

/**
 * Clips and pictures one after the other, sound under them. Without items it takes what stands before it.
 *
 * @example
 * compose(intro, talk, merge({ transition: "crossfade" }))
 * merge([intro, { media: talk, start: 2 }, { media: "music.mp3", volume: 0.2 }], { transition: "fade" })
 */
export function merge(params?: MergeParams): Node<"video">;
export function merge(items: readonly MergeItem[], options?: Omit<MergeParams, "items">): Node<"video">;
export function merge(first?: MergeParams | readonly MergeItem[], options?: Omit<MergeParams, "items">): Node<"video"> {
  return createNode("merge", itemsAndOptions("merge", first, options));
}
