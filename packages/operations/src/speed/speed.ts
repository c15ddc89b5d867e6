import { ProxxError } from "@proxx/contract";
import { filter } from "@proxx/media";
import {
  exactFrames,
  exactSamples,
  moveTranscript,
  SAMPLE_RATE,
  samplesOfFrames,
  stretchCaptions,
  timedPicture,
  type Composition,
  type Picture,
  type Sound,
} from "@proxx/composition";
import { defineFilmOperation } from "../define-film-operation.ts";
import type { OperationResources } from "../operation-resources.ts";
import { speed } from "./signature.ts";

/** Faster or slower, at the same frame rate: frames are left out or shown again. */
export function createSpeed(resources: OperationResources) {
  return defineFilmOperation(resources, {
    signature: speed.signature,
    version: 1,
    async edit({ video, factor, pitch, loudness }, context) {
      if (video === undefined) throw new TypeError("Expected `video`");
      const film = await context.open(video);
      if (film.picture?.still === true) {
        throw new ProxxError("media_unsupported", "A picture that stands still cannot go faster or slower.", {
          hint: "Make a film of it first: `merge({ items: [{ media: picture, duration: 5 }] })`.",
        });
      }
      return {
        film: factor === 1 ? film : retimed(film, pitch === "keep" ? factor : playable(factor), pitch),
        loudness,
      };
    },
  });
}

/** The nearest factor at which samples are a whole number in a second, so that picture and sound go by the same one. */
function playable(factor: number): number {
  return Math.round(factor * SAMPLE_RATE) / SAMPLE_RATE;
}

function retimed(film: Composition, factor: number, pitch: "keep" | "shift"): Composition {
  const picture = film.picture && retimedPicture(film.picture, factor);
  const { sound, transcript } = film;
  return {
    ...stretchCaptions(film, 1 / factor),
    picture,
    sound: sound && retimedSound(sound, { factor, pitch, samples: samplesAfter(picture, sound, factor) }),
    transcript: transcript && moveTranscript(transcript, { stretch: 1 / factor }),
  };
}

/** Between two frames, a thousand ticks: a frame is shown from the one nearest to its new time on. */
const TICKS = 1000;

function retimedPicture(picture: Picture, factor: number): Picture {
  const { rate } = picture;
  const frames = Math.max(1, Math.round(picture.frames / factor));
  if (picture.frames === 1) return timedPicture(picture, { rate, frames });
  const clock = filter(picture.stream, "settb", { expr: `${rate.denominator}/${rate.numerator * TICKS}` });
  const moved = filter(clock, "setpts", { expr: `round(N*${TICKS}/${factor})` });
  return { ...picture, stream: exactFrames(moved, frames, rate), frames };
}

/** Of a film as long as its picture to the sample; of sound alone as long as it takes. */
function samplesAfter(picture: Picture | null, sound: Sound, factor: number): number {
  if (picture !== null) return samplesOfFrames(picture.frames, picture.rate);
  return Math.max(1, Math.round(sound.samples / factor));
}

function retimedSound(
  { stream }: Sound,
  { factor, pitch, samples }: { factor: number; pitch: "keep" | "shift"; samples: number },
): Sound {
  if (pitch === "shift") {
    const played = filter(stream, "asetrate", { r: Math.round(factor * SAMPLE_RATE) });
    return { stream: exactSamples(filter(played, "aresample", { sample_rate: SAMPLE_RATE }), samples), samples };
  }
  let stretched = stream;
  for (const tempo of tempos(factor)) {
    const late = filter(stretched, "adelay", { delays: `${TEMPO_DELAY}S`, all: 1 });
    stretched = filter(late, "atempo", { tempo });
  }
  return { stream: exactSamples(stretched, samples), samples };
}

/** `atempo` swallows half of its first window (2048 samples at 48 kHz), by which all that follows would come too soon. */
const TEMPO_DELAY = 1024;

/** Beyond twice as fast `atempo` skips samples in place of blending them: it is applied more than once. */
function tempos(factor: number): number[] {
  const times = Math.max(1, Math.ceil(Math.abs(Math.log2(factor)) - 1e-9));
  return Array.from({ length: times }, () => factor ** (1 / times));
}
