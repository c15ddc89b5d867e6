import { createNode, type Node } from "../compose/node.ts";
import { itemsAndOptions } from "./items-and-options.ts";
import type { ParamsOf } from "./params-of.ts";

export interface ReframeParams extends ParamsOf<"reframe"> {}
export interface LayersParams extends ParamsOf<"layers"> {}
export interface RemoveBackgroundParams extends ParamsOf<"removeBackground"> {}
export interface TranscodeParams extends ParamsOf<"transcode"> {}
export type LayerItem = NonNullable<LayersParams["items"]>[number];

/**
 * Another shape of picture.
 *
 * @example
 * compose(film, reframe({ aspectRatio: "9:16", mode: "blur" }))
 */
export function reframe(params?: ReframeParams): Node<"video"> {
  return createNode("reframe", params);
}

/**
 * Pictures over pictures, from the back to the front: picture in picture, green screens, timelines.
 *
 * @example
 * layers([game, { media: player, placement: "pip", chromaKey: true }])
 */
export function layers(params?: LayersParams): Node<"video">;
export function layers(items: readonly LayerItem[], options?: Omit<LayersParams, "items">): Node<"video">;
export function layers(
  first?: LayersParams | readonly LayerItem[],
  options?: Omit<LayersParams, "items">,
): Node<"video"> {
  return createNode("layers", itemsAndOptions("layers", first, options));
}

/**
 * What stands before a backdrop, without it.
 *
 * @example
 * layers([beach, removeBackground({ video: "presenter.mp4" })])
 */
export function removeBackground(params?: RemoveBackgroundParams): Node<"video"> {
  return createNode("removeBackground", params);
}

/**
 * The same film in another codec, verified against its source as `proxx run` does it.
 *
 * @example
 * compose(film, transcode({ codec: "prores_proxy", container: "mov" }))
 */
export function transcode(params?: TranscodeParams): Node<"video"> {
  return createNode("transcode", params);
}
