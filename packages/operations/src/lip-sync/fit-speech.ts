import type { Transcript } from "@proxx/contract";
import { filter } from "@proxx/media";
import {
  SAMPLE_RATE,
  samplesOfFrames,
  type Picture,
  type Sound,
  exactSamples,
  timedPicture,
  moveTranscript,
} from "@proxx/composition";

/** Within this, nobody hears that words are said faster or slower. */
const MOST_TEMPO = 0.08;

export interface Spoken {
  picture: Picture;
  sound: Sound;
  transcript: Transcript | null;
}

/**
 * Words in place of a film's own. Where their length is nearly the picture's, their tempo is changed to fit it, at the same
 * pitch; where they last longer the last frame stands until they end, and where they end sooner it is quiet after them.
 */
export function fitSpeech(picture: Picture, speech: Sound, transcript: Transcript | null): Spoken {
  const { rate } = picture;
  const framesOfSpeech = Math.ceil((speech.samples * rate.numerator) / (rate.denominator * SAMPLE_RATE) - 1e-6);
  const room = samplesOfFrames(picture.frames, rate);
  const tempo = speech.samples / room;
  if (!picture.still && tempo !== 1 && Math.abs(tempo - 1) <= MOST_TEMPO) {
    const sound = { stream: exactSamples(filter(speech.stream, "atempo", { tempo }), room), samples: room };
    return { picture, sound, transcript: transcript && moveTranscript(transcript, { stretch: 1 / tempo }) };
  }
  const frames = picture.still ? framesOfSpeech : Math.max(picture.frames, framesOfSpeech);
  const samples = samplesOfFrames(frames, rate);
  return {
    picture: timedPicture(picture, { rate, frames }),
    sound: { stream: exactSamples(speech.stream, samples), samples },
    transcript,
  };
}
