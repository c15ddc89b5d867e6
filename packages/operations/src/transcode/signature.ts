import { createNode, type Codec, type CodecAlias, type Node, type ParamsOf, type Signature } from "@proxx/contract";
import { mediaSource } from "@proxx/contract/parameters";
import { z } from "zod";

const signature = {
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
  inputs: [{ param: "video", accepts: ["video", "media"], required: true }],
  yields: "video",
} as const satisfies Signature;

type Written = ParamsOf<typeof signature>;

/** The schema leaves these to the check of the JobSpec that is made of them; what they may be is known all the same. */
export interface TranscodeParams extends Omit<Written, "codec" | "resolution" | "fpsMode"> {
  /** Such as `prores_proxy`, `dnxhr_lb`, `h264`. @default the profile's, else "h264" */
  codec?: Codec | CodecAlias | undefined;
  /** @default the profile's */
  resolution?: "same" | "half" | "quarter" | `${number}x${number}` | undefined;
  /** @default "preserve_source" */
  fpsMode?: "preserve_source" | `force_${number}` | `force_${number}_${number}` | undefined;
}

/**
 * The same film in another codec, verified against its source as `proxx run` does it.
 *
 * @example
 * compose(film, transcode({ codec: "prores_proxy", container: "mov" }))
 */
export function transcode(params?: TranscodeParams): Node<"video"> {
  return createNode(signature, params);
}
transcode.signature = signature;
