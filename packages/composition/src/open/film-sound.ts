import { filter, inputStream, type AudioFacts, type GraphInput, type Stream } from "@proxx/media";
import { SAMPLE_RATE, type Sound } from "../composition.ts";
import { exactSamples, standardSamples } from "../exact-streams.ts";

interface FilmSound {
  samples: number;
  /** By how much the picture begins after the file does. */
  leadSeconds: number;
}

/** A track as stereo of exactly so many samples, in step with a picture that begins at the lead. */
export function filmSound(input: GraphInput, track: AudioFacts, { samples, leadSeconds }: FilmSound): Sound {
  const raw = stereo(inputStream(input, "audio", track.index), track);
  const placed = leadSeconds > 0 ? filter(raw, "asetpts", { expr: `PTS-${leadSeconds.toFixed(6)}/TB` }) : raw;
  const steady = filter(placed, "aresample", {
    sample_rate: SAMPLE_RATE,
    // Gaps and a late start become silence; what sounds before the picture begins is left out.
    async: 1,
    first_pts: 0,
    min_hard_comp: 0.02,
    // Six channels into two at full level would be cut off at their peaks.
    rematrix_maxval: 1,
  });
  return { stream: exactSamples(standardSamples(steady), samples), samples };
}

function stereo(stream: Stream, { channels, layout }: AudioFacts): Stream {
  // Left to the resampler, mono comes 3 dB lower.
  if (channels === 1) return filter(stream, "pan", { args: "stereo|c0=c0|c1=c0" });
  // Without a name there is no telling which channel is what: the first two are left and right by every convention.
  return channels === 2 || layout !== null ? stream : filter(stream, "pan", { args: "stereo|c0=c0|c1=c1" });
}
