import { filter, type Rational, type Stream } from "@proxx/media";
import { SAMPLE_RATE } from "./composition.ts";

/** Exactly so many frames at this pace from time 0 on: what is missing at the end is the last frame held. */
export function exactFrames(stream: Stream, frames: number, rate: Rational): Stream {
  // Some filters tell `fps` an end that is a guess. A frame too many is cut off below; `pass` keeps the last one, so that
  // there is none too few.
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

/** Brings a sound to the one form that all sound of a composition has. */
export function standardSamples(stream: Stream): Stream {
  return filter(stream, "aformat", { sample_fmts: "fltp", sample_rates: SAMPLE_RATE, channel_layouts: "stereo" });
}

/** The nearest even size: two pixels in each direction share their colour. */
export function even(size: number): number {
  return Math.max(2, Math.round(size / 2) * 2);
}
