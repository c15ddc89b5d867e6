import { defineOperation, type Input, type Model, type Source } from "@proxx/contract";
import type { z } from "zod";
import { rational, standardRate } from "@proxx/media";
import { finish, openInput } from "@proxx/composition";
import { ffmpegBuild, type OperationResources } from "../operation-resources.ts";
import { modelOrStandIn } from "../ask-model/model-or-stand-in.ts";
import type { ModelWork } from "../ask-model/model-work.ts";
import { animatic } from "../animatic/animatic.ts";
import { undrawnCharacters } from "../animatic/undrawn-characters.ts";
import { shotSize } from "../animatic/shot-size.ts";
import { generateVideo } from "./signature.ts";

/** Raised when the same words begin to give another animatic. */
const ANIMATIC = "3";
const DEFAULT_SECONDS = 5;

export function createGenerateVideo(resources: OperationResources) {
  const { modelOf, check, approach, askModel } = modelOrStandIn(resources, {
    task: "video",
    work: (params: Either, model) => workOf(resources, params, model),
    ignored: (_params, model) => (takesPrompt(resources, model) ? [] : [promptIgnored(model)]),
    standIn: {
      name: "animatic",
      degradation: {
        code: "animatic_instead_of_model",
        message: "No model makes this clip: its prompt is drawn over moving colours instead.",
        hint: 'Name a model, such as `replicate("bytedance/seedance-1-pro")`, and give its provider\'s key.',
      },
      lacks: ({ prompt }) => undrawnCharacters(prompt, resources.fonts()),
      build: async ({ ordinal, cutTo }) => ({
        ...(await ffmpegBuild(resources)),
        animatic: [ANIMATIC, ordinal, ...cutTo.map(({ text }) => text)].join("."),
      }),
    },
  });
  return defineOperation({
    signature: generateVideo.signature,
    version: 1,
    alwaysMakesFiles: true,
    check,
    approach,
    async run(params, context) {
      const model = modelOf(params);
      if (model !== null) return await askModel(params, model, context);
      const tools = await resources.tools();
      const shown = params.image ?? params.startImage;
      const backdrop = shown === undefined ? null : (await openInput(shown, { tools, signal: context.signal })).picture;
      const picture = animatic(
        {
          prompt: params.prompt,
          number: context.ordinal,
          seconds: params.duration ?? DEFAULT_SECONDS,
          ...shotSize(params.aspectRatio, params.resolution),
          rate: standardRate(rational(Math.round((params.fps ?? 30) * 1000), 1000)),
          seed: params.seed ?? 0,
          label: "animatic",
          backdrop,
          cutTo: context.cutTo,
        },
        resources.fonts,
      );
      const composition = { picture, sound: null, transcript: null, subtitles: [], besides: [] };
      return finish(composition, context, { tools });
    },
  });
}

type Params = z.output<typeof generateVideo.signature.params>;
type Either = {
  [Key in keyof Params]: Params[Key] extends Source | undefined ? Source | Input | undefined : Params[Key];
};

function workOf(resources: OperationResources, params: Either, model: Model): ModelWork {
  const { model: _model, options, fps, prompt, aspectRatio, ...input } = params;
  const words = takesPrompt(resources, model) ? { prompt } : {};
  return {
    task: "video",
    input: { ...input, ...words, aspectRatio: aspectRatio?.text },
    options,
    fields: { fps },
  };
}

/** Some make a film of a picture and a sound alone, and every clip of a plan has its prompt. */
function takesPrompt({ providers }: OperationResources, model: Model): boolean {
  return providers.findModel(model)?.takes.includes("prompt") ?? true;
}

function promptIgnored({ provider, model }: Model) {
  return {
    code: "model_parameter_ignored",
    message: `\`prompt\` is not sent to ${provider}:${model}, which goes by picture and sound alone.`,
    hint: "`lipSync` has such models too, and no prompt.",
  } as const;
}
