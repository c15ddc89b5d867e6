import { createNode, itemsAndOptions, type Node, type ParamsOf, type Signature } from "@proxx/contract";
import {
  anchor,
  colour,
  duration,
  frameRate,
  loudness,
  mediaSource,
  pixels,
  seconds,
  share,
  volume,
} from "@proxx/contract/parameters";
import { z } from "zod";
import { keyColours } from "../parameters/colour-key.ts";

const chromaKey = () =>
  z.union([
    z.boolean().transform((on) => (on ? { color: "#00ff00ff" } : undefined)),
    z.strictObject({
      /** @default "#00ff00" */
      color: colour().default("#00ff00ff"),
      ...keyColours,
    }),
  ]);

const layerFields = {
  /**
   * full fills the frame, pip is a quarter of it in a corner, an anchor puts it there at its own size, a box of shares
   * anywhere. @default "full"
   */
  placement: z
    .union([
      z.enum(["full", "pip"]),
      anchor(),
      z.strictObject({
        anchor: anchor().default("center"),
        /** Shares of the frame; of one side alone, the other follows the picture's shape. */
        width: z.number().min(0.01).max(1).optional(),
        height: z.number().min(0.01).max(1).optional(),
        /** Where the box's upper left corner is, as shares of the frame, in place of the anchor. */
        x: share().optional(),
        y: share().optional(),
        /** From the edge, as a share of the frame's shorter side. @default 0 */
        margin: z.number().min(0).max(0.5).optional(),
      }),
    ])
    .optional(),
  /** How a picture of another shape fills its box. @default "contain", of a full layer "cover" */
  fit: z.enum(["contain", "cover", "stretch"]).optional(),
  /** Seconds from the beginning of the whole. @default 0 */
  start: seconds().optional(),
  /** @default as long as it lasts; of a picture and a timeline until the end of the whole */
  duration: duration().optional(),
  /** Seconds, of picture and sound. @default 0 */
  fadeIn: seconds().optional(),
  fadeOut: seconds().optional(),
  /** @default 1 */
  opacity: share().optional(),
  /** Of its sound. @default 1 of the main layer, 0 of the others */
  volume: volume().optional(),
  /** Take a colour away, `true` a green screen's, so that what is behind shows. */
  chromaKey: chromaKey().optional(),
  /** Decides size, rate and length of the whole. @default false, of the first layer where no other is main true */
  main: z.boolean().optional(),
} as const;

const layerMedia = () => mediaSource("video", "image");

const signature = {
  type: "layers",
  summary: "Pictures over pictures",
  params: z.strictObject({
    /** From the back to the front. `media` may be a list: a timeline, one after the other. */
    items: z
      .array(
        z.union([
          layerMedia().transform((source) => ({ media: source })),
          z.strictObject({
            media: z.union([
              layerMedia(),
              z
                .array(
                  z.union([
                    layerMedia().transform((source) => ({ media: source })),
                    z.strictObject({
                      media: layerMedia(),
                      /** Where to begin in the clip, in seconds. @default 0 */
                      start: seconds().optional(),
                      /** How long it is shown. @default an equal share of what the others leave of the layer's time */
                      duration: duration().optional(),
                    }),
                  ]),
                )
                .min(1)
                .max(200),
            ]),
            ...layerFields,
          }),
        ]),
      )
      .min(1)
      .max(50)
      .optional(),
    /** @default the main layer's */
    width: pixels().optional(),
    height: pixels().optional(),
    fps: frameRate().optional(),
    /** Of the whole, in seconds. @default the main layer's */
    duration: duration().optional(),
    /** Of what no layer covers. @default "black" */
    background: colour().default("#000000ff"),
    loudness: loudness().optional(),
  }),
  inputs: [{ param: "items", accepts: ["video", "image", "media"], many: true, required: true }],
  yields: "video",
} as const satisfies Signature;

export interface LayersParams extends ParamsOf<typeof signature> {}
/** What `layers(items, options)` takes beside the items. */
export interface LayersOptions extends Omit<LayersParams, "items"> {}
/** An item with what is to be done with it. */
export interface Layer extends Extract<Item, { media: unknown }> {}
export type LayerItem = Exclude<Item, { media: unknown }> | Layer;
type Item = NonNullable<LayersParams["items"]>[number];

/**
 * Pictures over pictures, from the back to the front: picture in picture, green screens, timelines.
 *
 * @example
 * layers([game, { media: player, placement: "pip", chromaKey: true }])
 */
export function layers(first?: LayersParams | readonly LayerItem[], options?: LayersOptions): Node<"video"> {
  return createNode(signature, itemsAndOptions("layers", first, options));
}
layers.signature = signature;
