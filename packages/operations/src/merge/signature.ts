import { createNode, itemsAndOptions, type Node, type ParamsOf, type Signature } from "@proxx/contract";
import {
  aspectRatio,
  colour,
  duration,
  frameRate,
  loudness,
  mediaSource,
  pixels,
  seconds,
} from "@proxx/contract/parameters";
import { z } from "zod";
import { laidSoundFields } from "../parameters/laid-sound.ts";
import { transition } from "../parameters/transitions.ts";

const item = () =>
  z.union([
    mediaSource("video", "image", "audio").transform((source) => ({ media: source })),
    z.strictObject({
      media: mediaSource("video", "image", "audio"),
      /** Where to begin in the clip, in seconds. @default 0 */
      start: seconds().optional(),
      /** How much of it is shown; of a picture, how long it stands. @default the whole; 3 for a picture */
      duration: duration().optional(),
      /** The transition to the next item, in place of the merge's own. */
      transition: transition().optional(),
      ...laidSoundFields,
    }),
  ]);

const signature = {
  type: "merge",
  summary: "Clips and pictures one after the other, sound under them",
  params: z.strictObject({
    /** Clips and pictures in order, and sound (which is laid under the whole). */
    items: z.array(item()).min(1).max(500).optional(),
    /** How one turns into the next. @default "cut" */
    transition: transition().optional(),
    /** Seconds, where the transition does not say. @default 0.5 */
    transitionDuration: duration().max(30).optional(),
    /** @default the first clip's */
    width: pixels().optional(),
    height: pixels().optional(),
    aspectRatio: aspectRatio().optional(),
    /** @default the first clip's */
    fps: frameRate().optional(),
    /** What is done with a picture of another shape. @default "pad" */
    fit: z.enum(["pad", "crop", "blur"]).default("pad"),
    /** Of what `pad` leaves. @default "black" */
    background: colour().default("#000000ff"),
    loudness: loudness().optional(),
  }),
  inputs: [{ param: "items", accepts: ["video", "image", "audio", "media"], many: true, required: true }],
  yields: "video",
} as const satisfies Signature;

export interface MergeParams extends ParamsOf<typeof signature> {}
/** What `merge(items, options)` takes beside the items. */
export interface MergeOptions extends Omit<MergeParams, "items"> {}
/** An item with what is to be done with it. */
export interface MergeClip extends Extract<Item, { media: unknown }> {}
export type MergeItem = Exclude<Item, { media: unknown }> | MergeClip;
type Item = NonNullable<MergeParams["items"]>[number];

/**
 * Clips and pictures one after the other, sound under them. Without items it takes what stands before it.
 *
 * @example
 * compose(intro, talk, merge({ transition: "crossfade" }))
 * merge([intro, { media: talk, start: 2 }, { media: "music.mp3", volume: 0.2 }], { transition: "fade" })
 */
export function merge(first?: MergeParams | readonly MergeItem[], options?: MergeOptions): Node<"video"> {
  return createNode(signature, itemsAndOptions("merge", first, options));
}
merge.signature = signature;
