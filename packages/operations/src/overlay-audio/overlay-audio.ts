import { defineOperation, ProxxError, SIGNATURES } from "@proxx/contract";
import { layBed, layUnder } from "../composition/audio-bed.ts";
import { samplesOfFrames, type Composition, type Sound } from "../composition/composition.ts";
import { finish } from "../composition/finish.ts";
import { openInput } from "../composition/open-input.ts";
import { shapeSound } from "../composition/sound-edits.ts";
import { joinTranscripts } from "../composition/transcript-edits.ts";
import { ffmpegApproach, type OperationKit } from "../kit.ts";
import { duck } from "./duck.ts";
import { findActivity } from "./find-activity.ts";

/** Sound over a film, or over another sound. */
export function createOverlayAudio(kit: OperationKit) {
  return defineOperation({
    signature: SIGNATURES.overlayAudio,
    version: 1,
    acceptsDeferred: true,
    approach: () => ffmpegApproach(kit),
    knowsWords: (_params, context) => context.knowsWords("video") || context.knowsWords("audio"),
    async run({ video, audio, originalVolume = 1, ducking = 0, loudness, ...bed }, context) {
      if (video === undefined || audio === undefined) throw new TypeError("Expected `video` and `audio`");
      const tools = await kit.tools();
      const options = { tools, signal: context.signal };
      const film = await openInput(video, options);
      const added = await openInput(audio, options);
      if (added.sound === null) {
        throw new ProxxError("media_unsupported", "What is to be laid over the film has no sound.", {
          hint: "Give a file with an audio track as `audio`.",
        });
      }
      const samples = lengthOf(film);
      const own =
        film.sound === null || originalVolume === 0 ? null : shapeSound(film.sound, { volume: originalVolume });
      const laid = layBed(added.sound, samples, bed);
      const speech = own === null || laid === null || ducking === 0 ? [] : await findActivity(own, context, tools);
      const under: Sound[] = laid === null ? [] : [speech.length === 0 ? laid : duck(laid, speech, ducking)];
      const transcript = joinTranscripts([
        // What is silenced is not said.
        { transcript: originalVolume === 0 ? null : film.transcript, at: 0 },
        { transcript: added.transcript, at: bed.offset ?? 0 },
      ]);
      return finish({ ...film, sound: layUnder(own, under), transcript }, context, { tools, loudness });
    },
  });
}

function lengthOf({ picture, sound }: Composition): number {
  if (picture !== null && !picture.still) return samplesOfFrames(picture.frames, picture.rate);
  if (sound !== null) return sound.samples;
  throw new ProxxError("media_unsupported", "A still picture has no length that sound could be laid over.", {
    hint: "Give it one first: `merge([{ media: picture, duration: 5 }])`.",
  });
}
