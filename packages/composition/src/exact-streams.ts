import { filter, type Rational, type Stream } from "@proxx/media";
import { SAMPLE_RATE } from "./composition.ts";

/** Exactly so many frames at this pace from time 0 on: what is missing at the end is the last frame held. */
export function exactFrames(stream: Stream, frames: number, rate: Rational): Stream {
  // Behind some filters the end that `fps` is told of is a guess: it may leave a frame too many, which is cut off below, and
  // must not leave one too few, of which `pass` takes care.
  const pace = { fps: `${rate.numerator}/${rate.denominator}`, start_time: 0, eof_action: "pass" };
  const paced = filter(stream, "fps", pace);
  // What `tpad` adds begins where `fps` says that the last frame ends; behind `trim` there would be a hole.
  const held = filter(paced, "tpad", { stop_mode: "clone", stop: -1 });
  return filter(held, "trim", { end_frame: frames });
}

/** Exactly so many samples from time 0 on: what is missing at the end is silence. */
export function exactSamples(stream: Stream, samples: number): Stream {
  const padded = filter(stream, "apad", { whole_len: samples });
  return filter(filter(padded, "atrim", { end_sample: samples }), "asetpts", { expr: "PTS-STARTPTS" });
}

/** The one form that all sound of a composition has. */
export function standardSamples(stream: Stream): Stream {
  return filter(stream, "aformat", { sample_fmts: "fltp", sample_rates: SAMPLE_RATE, channel_layouts: "stereo" });
}

/** The nearest even size: chroma is shared by two pixels in each direction. */
export function even(size: number): number {
  return Math.max(2, Math.round(size / 2) * 2);
}
