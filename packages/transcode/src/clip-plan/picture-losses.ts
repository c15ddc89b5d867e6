import type { CheckedJobSpec, Loss } from "@proxx/contract";
import { formatRational, parsePixelFormat, sameRational, toNumber, type Rational } from "@proxx/media";
import type { InspectedSource } from "../source/inspected-source.ts";
import type { ConstantRate } from "../source/constant-rate.ts";
import { describeRate } from "../document/frame-rate.ts";
import type { PictureSize } from "./picture-size.ts";

/** What of the picture, and of the tracks beside it, the proxy does not keep. */
export function* pictureLosses(
  source: InspectedSource,
  spec: CheckedJobSpec,
  plan: {
    resolution: string;
    size: PictureSize;
    sourceSize: PictureSize;
    pixelFormat: string;
    forced: Rational | null;
    constant: ConstantRate | null;
  },
): Generator<Loss> {
  const { video, facts } = source;
  const made = parsePixelFormat(plan.pixelFormat);
  const { size, sourceSize } = plan;
  if (made.bitDepth < video.pixel.bitDepth) {
    yield {
      property: "bit_depth",
      from: `${video.pixel.bitDepth} bit`,
      to: `${made.bitDepth} bit`,
      reason: `${spec.codec} is made with ${plan.pixelFormat}`,
    };
  }
  if (CHROMA_SAMPLES[made.chroma] < CHROMA_SAMPLES[video.pixel.chroma]) {
    yield {
      property: "chroma",
      from: video.pixelFormat,
      to: plan.pixelFormat,
      reason: `${spec.codec} is made with ${plan.pixelFormat}`,
    };
  }
  if (video.pixel.alpha && !made.alpha) {
    yield { property: "alpha", from: video.pixelFormat, to: "none", reason: `${spec.codec} has no alpha channel` };
  }
  if (video.hiddenAlpha) {
    yield {
      property: "alpha",
      from: `${video.codec} beside the picture`,
      to: "none",
      reason: "ffmpeg's decoder leaves it out",
    };
  }
  if (plan.resolution === "same" && (size.width !== sourceSize.width || size.height !== sourceSize.height)) {
    const from = `${sourceSize.width}x${sourceSize.height}`;
    yield {
      property: "picture_size",
      from,
      to: `${size.width}x${size.height}`,
      reason: `${plan.pixelFormat} needs even sides`,
    };
  }
  if (!sameRational(size.sampleAspect, sourceSize.sampleAspect)) {
    yield {
      property: "pixel_aspect",
      from: formatRational(sourceSize.sampleAspect),
      to: "1/1",
      reason: "a size in pixels means square ones",
    };
  }
  if (video.rotation !== 0) {
    yield {
      property: "rotation",
      from: `${video.rotation}° by a flag`,
      to: "upright picture",
      reason: "editors read the flag differently",
    };
  }
  for (const kind of video.hdrMetadata) {
    yield { property: "hdr_metadata", from: kind, to: "none", reason: "the colour tags are carried, this is not" };
  }
  if (plan.forced !== null && plan.constant === null) {
    yield {
      property: "frame_times",
      from: "variable",
      to: `${describeRate(plan.forced)} fps`,
      reason: "fps_mode forces a rate",
    };
  }
  if (!source.timeLine.timed && plan.constant !== null) {
    yield {
      property: "frame_times",
      from: "none",
      to: `${describeRate(plan.constant.rate)} fps`,
      reason: "its packets have no times, or some that jump back: frames come in their order at the declared rate",
    };
  }
  const leading = (source.opening?.packetsBefore ?? 0) + source.timeLine.undecodable;
  if (leading > 0) {
    const reason = "they refer to pictures before the beginning of the file, and nobody can decode them";
    yield { property: "leading_frames", from: String(leading), to: "none", reason };
  }
  if (plan.constant !== null && plan.constant.empty > 0) {
    const { empty, frames } = plan.constant;
    const to = "the frame before them, again";
    yield { property: "empty_frames", from: `${empty} of ${frames}`, to, reason: "the source dropped them" };
  }
  if (plan.constant !== null && plan.constant.held > 0) {
    const { held, rate } = plan.constant;
    const from = `${((held + 1) / toNumber(rate)).toFixed(3)} s`;
    const reason = "frames of a constant rate are equally long";
    yield { property: "last_frame", from, to: `the same frame ${held + 1} times`, reason };
  }
  if (facts.otherVideo > 0) {
    yield {
      property: "video_track",
      from: String(facts.otherVideo + 1),
      to: "1",
      reason: "a proxy carries the first picture",
    };
  }
  if (facts.coverArt > 0)
    yield { property: "cover_art", from: String(facts.coverArt), to: "none", reason: "a proxy carries none" };
  if (facts.subtitles > 0)
    yield { property: "subtitles", from: String(facts.subtitles), to: "none", reason: "a proxy carries none" };
  for (const track of facts.dataTracks) {
    yield { property: "data_track", from: track, to: "none", reason: "ffmpeg cannot carry it" };
  }
}

const CHROMA_SAMPLES = { gray: 0, "410": 1, "411": 2, "420": 2, "440": 3, "422": 3, "444": 4 } as const;
