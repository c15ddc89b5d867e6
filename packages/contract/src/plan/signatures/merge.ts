import { z } from "zod";
import { aspectRatio, colour, duration, frameRate, loudness, pixels, seconds, volume } from "../parameter-types.ts";
import { mediaSource } from "../source.ts";
import type { Signature } from "./signature.ts";

/**
 * `crossfade` blends, `dissolve` changes grain by grain, `fade` goes through black and `fade-white` through white; wipes and
 * slides are named for where they go.
 */
export const TRANSITIONS = [
  "cut",
  "crossfade",
  "dissolve",
  "fade",
  "fade-white",
  "wipe-left",
  "wipe-right",
  "wipe-up",
  "wipe-down",
  "slide-left",
  "slide-right",
  "slide-up",
  "slide-down",
] as const;
export type TransitionName = (typeof TRANSITIONS)[number];

const transition = () =>
  z.union([
    z.enum(TRANSITIONS).transform((type) => ({ type, duration: undefined as number | undefined })),
    z.strictObject({
      type: z.enum(TRANSITIONS),
      /** Seconds. @default 0.5 */
      duration: duration().max(30).optional(),
    }),
  ]);

/** What is laid under a film: music, speech. Of a film among a merge's items, `volume` and the fades are of its sound. */
export const audioBedFields = {
  /** Seconds from the beginning of the whole. @default 0 */
  offset: seconds().optional(),
  /** @default 1 */
  volume: volume().optional(),
  /** Seconds. @default 0 */
  fadeIn: seconds().optional(),
  /** Seconds. @default 0; half a second of what the film's end cuts off */
  fadeOut: seconds().optional(),
  /** Begin again until the picture ends. @default false */
  loop: z.boolean().optional(),
} as const;

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
      ...audioBedFields,
    }),
  ]);

export const merge = {
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
