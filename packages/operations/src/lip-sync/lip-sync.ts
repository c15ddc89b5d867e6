import { defineOperation, ProxxError, type Issue } from "@proxx/contract";
import type { z } from "zod";
import { type Composition, finish, openInput } from "@proxx/composition";
import { ffmpegBuild, type OperationKit } from "../kit.ts";
import { chooseModel, localModelIssues, modelApproach, modelIssues, standInApproach } from "../ask-model/run-model.ts";
import { fitSpeech } from "./fit-speech.ts";
import { filmByModel, lipSyncWork } from "./lip-sync-model.ts";
import { lipSync } from "./signature.ts";

/** What this machine does by itself, by the name that `local()` takes. */
const REPLACED_SOUND = "replaced-sound";
/** Raised when the same sound begins to be fitted in another way. */
const FITTING = "1";

/** A film speaks other words: a model moves its lips, or the sound alone is replaced and fitted. */
export function createLipSync(kit: OperationKit) {
  return defineOperation({
    signature: lipSync.signature,
    version: 1,
    acceptsDeferred: true,
    check(params, context) {
      const spoken = { video: params.video, audio: params.audio ?? params.audioUrl };
      const model = chooseModel(kit, "lip-sync", params.model);
      const issues =
        model === null
          ? localModelIssues(params.model, REPLACED_SOUND)
          : modelIssues(kit, model, lipSyncWork(kit, model, spoken, context), context);
      return [...saidTwice(params), ...issues];
    },
    async approach(params, context) {
      const model = chooseModel(kit, "lip-sync", params.model);
      const build = await ffmpegBuild(kit);
      if (model === null)
        return standInApproach(REPLACED_SOUND, { ...build, fitting: FITTING }, STANDS_IN, params.model);
      const spoken = { video: params.video, audio: params.audio ?? params.audioUrl };
      const approach = modelApproach(model, { kit, work: lipSyncWork(kit, model, spoken, context), context });
      return { ...approach, build: { ...build, ...approach.build } };
    },
    knowsWords: (_params, context) => context.knowsWords("audio") || context.knowsWords("audioUrl"),
    async run({ video, audio: named, audioUrl, model: wanted, loudness }, context) {
      const audio = named ?? audioUrl;
      if (video === undefined || audio === undefined) throw new TypeError("Expected `video` and `audio`");
      const tools = await kit.tools();
      const model = chooseModel(kit, "lip-sync", wanted);
      if (model !== null) {
        const film = await filmByModel({ video, audio }, { kit, model, context, tools });
        // What a model made is kept as it is: the job after this one may change, and it would be paid for again.
        return finish(film, { ...context, mayDefer: false }, { tools, loudness });
      }
      const options = { tools, signal: context.signal };
      const [film, speech] = [await openInput(video, options), await openInput(audio, options)];
      return finish(replaceSound(film, speech), context, { tools, loudness });
    },
  });
}

function saidTwice({ audio, audioUrl }: z.output<typeof lipSync.signature.params>): Issue[] {
  if (audio === undefined || audioUrl === undefined) return [];
  const message = "`audioUrl` says what is already said in `audio`.";
  return [{ path: "$.audioUrl", code: "conflicting_parameter", message, hint: "Keep one of the two." }];
}

const STANDS_IN = {
  code: "sound_replaced_instead_of_lip_sync",
  message: "No model moves the lips: the sound is replaced and fitted to the picture.",
  hint: 'Name a model, such as `replicate("sync/lipsync-2")`, and give its provider\'s key.',
} as const;

function replaceSound(film: Composition, speech: Composition): Composition {
  const { picture } = film;
  const { sound, transcript } = speech;
  if (picture === null) {
    throw new ProxxError("media_unsupported", "There is no picture that could speak.", {
      hint: "Give a film or a picture as `video`; `overlayAudio` works on sound alone.",
    });
  }
  if (sound === null) {
    throw new ProxxError("media_unsupported", "What is to be said has no sound.", {
      hint: "Give a file with an audio track as `audio`.",
    });
  }
  // Captions of the words before are none of the words now.
  return { ...fitSpeech(picture, sound, transcript), subtitles: [], besides: [] };
}
