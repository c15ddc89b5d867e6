import { z } from "zod";
import { modelSchema } from "../model.ts";
import {
  anchor,
  aspectRatio,
  colour,
  duration,
  frameRate,
  loudness,
  pixels,
  seconds,
  share,
  volume,
} from "../parameter-types.ts";
import { mediaSource } from "../source.ts";
import type { Signature } from "./signature.ts";

const oneVideo = { param: "video", accepts: ["video", "media"], required: true } as const;

export const reframe = {
  type: "reframe",
  summary: "Another shape of picture",
  params: z.strictObject({
    video: mediaSource("video", "image").optional(),
    aspectRatio: aspectRatio().optional(),
    /** In pixels; with one side or none the source decides. */
    width: pixels().optional(),
    height: pixels().optional(),
    /** crop cuts, pad adds borders, blur fills them with the picture blurred, auto crops after what moves. @default "crop" */
    mode: z.enum(["crop", "pad", "blur", "auto"]).default("crop"),
    /** Which part `crop` keeps, where `pad` and `blur` put the picture, where `auto` looks while nothing moves. @default "center" */
    anchor: anchor().optional(),
    /** The point `crop` keeps in view, as shares of width and height; of `auto` the same as the anchor. */
    focus: z.strictObject({ x: share(), y: share() }).optional(),
    /** Of the borders. @default "black", of a picture that has transparent parts "transparent" */
    background: colour().optional(),
    loudness: loudness().optional(),
  }),
  inputs: [{ param: "video", accepts: ["video", "image", "media"], required: true }],
  yields: "video",
} as const satisfies Signature;

const keyColours = {
  /** How far from the colour is still taken for it. @default 0.25, less of a pale colour */
  similarity: z.number().min(0.01).max(1).optional(),
  /** How soft the edge is. @default 0.08 */
  blend: share().optional(),
} as const;

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

export const layers = {
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

export const removeBackground = {
  type: "removeBackground",
  summary: "What stands before a plain backdrop, without it",
  params: z.strictObject({
    video: mediaSource("video", "image").optional(),
    /** A matting model; without one the backdrop's own colour is taken away, which has to be plain. */
    model: modelSchema.optional(),
    /** What stands where the backdrop was. @default "transparent" */
    output: z.enum(["transparent", "green-screen", "alpha-mask", "foreground-mask"]).default("transparent"),
    /** The backdrop's colour. @default measured at the edges of the picture */
    color: colour().optional(),
    ...keyColours,
  }),
  inputs: [{ param: "video", accepts: ["video", "image", "media"], required: true }],
  yields: "video",
} as const satisfies Signature;

export const transcode = {
  type: "transcode",
  summary: "The same film in another codec, verified against its source",
  params: z.strictObject({
    video: mediaSource("video").optional(),
    /** A profile of `proxx profiles`. @default "standard" */
    profile: z
      .string()
      .regex(/^\w{1,64}$/, "Expected a profile of `proxx profiles`")
      .default("standard"),
    codec: z
      .string()
      .regex(/^[\w-]{1,32}$/, "Expected a codec such as `h264`")
      .optional(),
    container: z.enum(["mov", "mp4", "mkv", "webm", "mxf"]).optional(),
    resolution: z
      .string()
      .regex(/^(?:same|half|quarter|\d{1,5}x\d{1,5})$/, "Expected `same`, `half`, `quarter` or `WxH`")
      .optional(),
    fpsMode: z
      .string()
      .regex(/^(?:preserve_source|force_\d{1,3}(?:_\d{1,3})?)$/, "Expected `preserve_source` or `force_<rate>`")
      .optional(),
  }),
  inputs: [oneVideo],
  yields: "video",
} as const satisfies Signature;
