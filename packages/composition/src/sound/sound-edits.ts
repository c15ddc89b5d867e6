import { filter, filterTo, type Stream } from "@proxx/media";
import { SAMPLE_RATE, type Sound } from "../composition.ts";
import { exactSamples, standardSamples } from "../exact-streams.ts";

/** The samples of a sound from one to before another. */
export function cutSound({ stream, samples }: Sound, from: number, to: number): Sound {
  if (from === 0 && to === samples) return { stream, samples };
  const part =
    from === 0 ? stream : filter(filter(stream, "atrim", { start_sample: from }), "asetpts", { expr: "PTS-STARTPTS" });
  return { stream: exactSamples(part, to - from), samples: to - from };
}

export function silence(samples: number): Stream {
  const source = filterTo([], "audio", "anullsrc", { r: SAMPLE_RATE, cl: "stereo" });
  return filter(standardSamples(source), "atrim", { end_sample: samples });
}

interface Shape {
  /** As a factor. */
  volume?: number | undefined;
  /** In samples. */
  fadeIn?: number | undefined;
  fadeOut?: number | undefined;
}

/**
 * A sound with another volume, faded in and out. Where two sounds cross, their curves keep the power of both together.
 */
export function shapeSound({ stream, samples }: Sound, { volume = 1, fadeIn = 0, fadeOut = 0 }: Shape): Sound {
  let shaped = volume === 1 ? stream : filter(stream, "volume", { volume, precision: "float" });
  if (fadeIn > 0) {
    shaped = filter(shaped, "afade", {
      type: "in",
      start_sample: 0,
      nb_samples: Math.min(fadeIn, samples),
      curve: "qsin",
    });
  }
  if (fadeOut > 0) {
    const length = Math.min(fadeOut, samples);
    shaped = filter(shaped, "afade", {
      type: "out",
      start_sample: samples - length,
      nb_samples: length,
      curve: "qsin",
    });
  }
  return { stream: shaped, samples };
}

/** Sounds of the same length heard at once, each as loud as it was. */
export function mixSounds(sounds: readonly [Sound, ...Sound[]]): Sound {
  const [first] = sounds;
  if (sounds.length === 1) return first;
  const streams = sounds.map(({ stream }) => stream);
  const stream = filter(streams, "amix", { inputs: sounds.length, normalize: false });
  return { stream, samples: first.samples };
}
