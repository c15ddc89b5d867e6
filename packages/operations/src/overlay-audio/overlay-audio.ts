import { ProxxError } from "@proxx/contract";
import { rational } from "@proxx/media";
import {
  duck,
  placeSound,
  layUnder,
  framesIn,
  SAMPLE_RATE,
  samplesOfFrames,
  type Picture,
  type Sound,
  shapeSound,
  timedPicture,
  cutTranscript,
  joinTranscripts,
} from "@proxx/composition";
import { defineFilmOperation } from "../define-film-operation.ts";
import type { OperationResources } from "../operation-resources.ts";
import { findActivity } from "./find-activity.ts";
import { overlayAudio } from "./signature.ts";

/** Sound over a film, or over another sound. */
export function createOverlayAudio(resources: OperationResources) {
  return defineFilmOperation(resources, {
    signature: overlayAudio.signature,
    version: 1,
    async edit({ video, audio, originalVolume = 1, ducking = 0, loudness, ...settings }, context) {
      if (video === undefined || audio === undefined) throw new TypeError("Expected `video` and `audio`");
      const film = await context.open(video);
      const added = await context.open(audio);
      if (added.sound === null) {
        throw new ProxxError("media_unsupported", "What is to be laid over the film has no sound.", {
          hint: "Give a file with an audio track as `audio`.",
        });
      }
      const offset = settings.offset ?? 0;
      const picture = film.picture?.still === true ? standing(film.picture, added.sound, offset) : film.picture;
      const samples = picture === null ? (film.sound?.samples ?? 0) : samplesOfFrames(picture.frames, picture.rate);
      const own =
        film.sound === null || originalVolume === 0 ? null : shapeSound(film.sound, { volume: originalVolume });
      const placed = placeSound(added.sound, samples, settings);
      const speech =
        own === null || placed === null || ducking === 0 ? [] : await findActivity(own, context, context.tools);
      const under: Sound[] = placed === null ? [] : [speech.length === 0 ? placed : duck(placed, speech, ducking)];
      const said = joinTranscripts([
        // What is silenced is not said.
        { transcript: originalVolume === 0 ? null : film.transcript, at: 0 },
        { transcript: placed === null ? null : added.transcript, at: offset },
      ]);
      const transcript = said && cutTranscript(said, { start: 0, end: samples / SAMPLE_RATE });
      const degradations = placed === null ? [unheard(offset)] : [];
      return { film: { ...film, picture, sound: layUnder(own, under), transcript }, loudness, degradations };
    },
  });
}

/** A picture stands as long as there is something to be heard. */
function standing(still: Picture, sound: Sound, offset: number): Picture {
  const rate = rational(30);
  return timedPicture(still, { rate, frames: framesIn(offset + sound.samples / SAMPLE_RATE, rate) });
}

function unheard(offset: number) {
  return {
    code: "sound_shortened" as const,
    message: `The added sound is not heard: it is to begin at ${offset} s, when the film has ended.`,
    hint: "Give a smaller `offset`.",
  };
}
