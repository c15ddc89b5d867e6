import { ProxxError, type Input, type Issue, type Model, type Source } from "@proxx/contract";
import type { z } from "zod";
import type { Composition } from "@proxx/composition";
import { defineFilmOperation } from "../define-film-operation.ts";
import { ffmpegBuild, type OperationResources } from "../operation-resources.ts";
import { modelOrStandIn } from "../ask-model/model-or-stand-in.ts";
import { fitSpeech } from "./fit-speech.ts";
import { filmByModel, lipSyncWork, type Spoken } from "./lip-sync-model.ts";
import { lipSync } from "./signature.ts";

/** Raised when the same sound begins to be fitted in another way. */
const FITTING = "1";

/** A film speaks other words: a model moves its lips, or the sound alone is replaced and fitted. */
export function createLipSync(resources: OperationResources) {
  const ways = modelOrStandIn<Spoken<Source | Input> & Pick<Written<never, never>, "model">>(resources, {
    task: "lip-sync",
    work: (spoken, model, context) => lipSyncWork(resources, model, spoken, context),
    editsResult: true,
    standIn: {
      name: "replaced-sound",
      degradation: STANDS_IN,
      build: async () => ({ ...(await ffmpegBuild(resources)), fitting: FITTING }),
    },
  });
  return defineFilmOperation(resources, {
    signature: lipSync.signature,
    version: 1,
    check: (params, context) => [...saidTwice(params), ...ways.check(spokenIn(params), context)],
    approach: (params, context) => ways.approach(spokenIn(params), context),
    knowsWords: (context) => context.knowsWords("audio") || context.knowsWords("audioUrl"),
    async edit(params, context) {
      const { video, audio } = spokenIn(params);
      const { loudness } = params;
      if (video === undefined || audio === undefined) throw new TypeError("Expected `video` and `audio`");
      const model = ways.modelOf(params);
      if (model !== null) {
        const { files } = await ways.askModel({ video, audio }, model, context);
        const film = await filmByModel(files, audio, context);
        return { film, loudness, isPaidFor: true };
      }
      const [film, speech] = [await context.open(video), await context.open(audio)];
      return { film: replaceSound(film, speech), loudness };
    },
  });
}

type Params = z.output<typeof lipSync.signature.params>;

interface Written<Film, Speech> {
  video?: Film | undefined;
  audio?: Speech | undefined;
  audioUrl?: Speech | undefined;
  model?: Model | undefined;
}

function spokenIn<Film, Speech>({ video, audio, audioUrl, model }: Written<Film, Speech>) {
  return { video, audio: audio ?? audioUrl, model };
}

function saidTwice({ audio, audioUrl }: Params): Issue[] {
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
