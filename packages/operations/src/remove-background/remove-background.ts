import { defineOperation, ProxxError, type OperationContext } from "@proxx/contract";
import { filter, type MediaTools } from "@proxx/media";
import type { z } from "zod";
import {
  keyedOut,
  matteOf,
  type ColourKey,
  type Picture,
  finish,
  openInput,
  overBackground,
  standardForm,
} from "@proxx/composition";
import { ffmpegApproach, ffmpegBuild, type OperationKit } from "../kit.ts";
import { chooseModel, modelApproach, modelIssues, standInApproach } from "../ask-model/run-model.ts";
import { cutOutByModel, mattingWork } from "./matting-model.ts";
import { measureBackdrop } from "./measure-backdrop.ts";
import { removeBackground } from "./signature.ts";

type Params = z.output<typeof removeBackground.signature.params>;

/** Raised when the same backdrop begins to be taken away in another way. */
const COLOUR_KEY = "1";

/** What stands before a plain backdrop, without it; before any backdrop with a model. */
export function createRemoveBackground(kit: OperationKit) {
  return defineOperation({
    signature: removeBackground.signature,
    version: 1,
    acceptsDeferred: true,
    check(params, context) {
      const model = chooseModel(kit, "background-removal", params.model);
      return model === null ? [] : modelIssues(kit, model, mattingWork(kit, model, params, context), context);
    },
    async approach(params, context) {
      const model = chooseModel(kit, "background-removal", params.model);
      if (model !== null) {
        const { build, degradations, ...approach } = modelApproach(model, {
          kit,
          work: mattingWork(kit, model, params, context),
          context,
        });
        return {
          ...approach,
          degradations: [...degradations, ...ignoredKey(params)],
          build: { ...(await ffmpegBuild(kit)), ...build },
        };
      }
      // Whoever names the colour asks for just that.
      if (params.color !== undefined) return await ffmpegApproach(kit);
      return standInApproach("colour-key", { ...(await ffmpegBuild(kit)), colourKey: COLOUR_KEY }, STANDS_IN);
    },
    knowsWords: (_params, context) => context.knowsWords("video"),
    async run(params, context) {
      const { video } = params;
      if (video === undefined) throw new TypeError("Expected `video`");
      const tools = await kit.tools();
      const composition = await openInput(video, { tools, signal: context.signal });
      const { picture } = composition;
      if (picture === null) {
        throw new ProxxError("media_unsupported", "There is no picture whose background could be removed.", {
          hint: "Give it a video or a picture.",
        });
      }
      const model = chooseModel(kit, "background-removal", params.model);
      const cut =
        model === null
          ? await cutOutByColour(picture, params, context, tools)
          : await cutOutByModel({ ...params, picture, video }, { kit, model, context, tools });
      // A file of its own: what was left to the next job would be bought again when that one changes.
      const mayDefer = context.mayDefer && model === null;
      return finish({ ...composition, picture: cut }, { ...context, mayDefer }, { tools });
    },
  });
}

/** What only the way without a model goes by. */
function ignoredKey({ color, similarity, blend }: Params) {
  const given = Object.entries({ color, similarity, blend }).filter(([, value]) => value !== undefined);
  return given.map(([name]) => ({
    code: "model_parameter_ignored" as const,
    message: `\`${name}\` says nothing to a model, which finds the backdrop by itself.`,
    hint: "Leave it out, or leave `model` out.",
  }));
}

const STANDS_IN = {
  code: "colour_key_instead_of_matting",
  message:
    "No model tells people from what is behind them: the backdrop's own colour is taken away, which has to be plain.",
  hint: 'Name a model, such as `fal("veed/video-background-removal")`, or the backdrop\'s `color`.',
} as const;

async function cutOutByColour(
  picture: Picture,
  { color, similarity, blend, output }: Pick<Params, "color" | "similarity" | "blend" | "output">,
  context: OperationContext,
  tools: MediaTools,
): Promise<Picture> {
  const found = color === undefined ? await measureBackdrop(picture, context, tools) : { color };
  const key: ColourKey = {
    ...found,
    ...(similarity === undefined ? {} : { similarity }),
    ...(blend === undefined ? {} : { blend }),
  };
  if (output === "transparent") return keyedOut(picture, key);
  if (output === "green-screen") return overBackground(keyedOut(picture, key), "#00ff00ff");
  const matte = matteOf(picture, key);
  return output === "alpha-mask" ? matte : hardened(matte);
}

/** Black and white, nothing between. */
function hardened(matte: Picture): Picture {
  const hard = filter(matte.stream, "lutyuv", { y: "if(gte(val,126),235,16)" });
  return { ...matte, stream: standardForm(hard, false) };
}
