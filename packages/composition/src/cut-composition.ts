import { ProxxError } from "@proxx/contract";
import { cutCaptions } from "./words/caption-edits.ts";
import { framesIn, SAMPLE_RATE, samplesOfFrames, secondsOf, type Composition } from "./composition.ts";
import { cutSound } from "./sound/sound-edits.ts";
import { cutPicture } from "./picture/timed-picture.ts";
import { cutTranscript } from "./words/transcript-edits.ts";

/** In seconds; what is left out leaves that end as it is. */
interface Part {
  start?: number | undefined;
  duration?: number | undefined;
}

/** A part of a film or a sound. A length that goes past the end ends with it. A still has no time to be cut from. */
export function cutComposition(composition: Composition, { start = 0, duration }: Part): Composition {
  const { picture, sound } = composition;
  if (picture?.still === true || (start === 0 && duration === undefined)) return composition;
  const grid = picture ?? { rate: { numerator: SAMPLE_RATE, denominator: 1 }, frames: sound?.samples ?? 0 };
  const { numerator, denominator } = grid.rate;
  const from = Math.round((start * numerator) / denominator);
  if (from >= grid.frames) throw beyondEnd(start, secondsOf(composition));
  const to = Math.min(grid.frames, duration === undefined ? grid.frames : from + framesIn(duration, grid.rate));
  const span = { start: (from * denominator) / numerator, end: (to * denominator) / numerator };
  const [firstSample, endSample] = [samplesOfFrames(from, grid.rate), samplesOfFrames(to, grid.rate)];
  return {
    ...cutCaptions(composition, span),
    picture: picture === null ? null : cutPicture(picture, from, to),
    sound: sound === null ? null : cutSound(sound, firstSample, endSample),
    transcript: composition.transcript === null ? null : cutTranscript(composition.transcript, span),
  };
}

function beyondEnd(start: number, seconds: number): ProxxError {
  return new ProxxError(
    "input_unusable",
    `A part is to begin at ${start} s of what is ${Number(seconds.toFixed(2))} s long.`,
    { hint: "Give a smaller `start`." },
  );
}
