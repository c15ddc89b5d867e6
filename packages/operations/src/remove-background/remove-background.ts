import { ProxxError, type Input, type Source } from "@proxx/contract";
import { filter } from "@proxx/media";
import type { z } from "zod";
import { keyedOut, matteOf, type ColourKey, type Picture, overBackground, standardForm } from "@proxx/composition";
import { defineFilmOperation, type FilmContext } from "../define-film-operation.ts";
import { ffmpegApproach, ffmpegBuild, type OperationResources } from "../operation-resources.ts";
import { modelOrStandIn } from "../ask-model/model-or-stand-in.ts";
import { cutOutByModel, mattingWork } from "./matting-model.ts";
import { measureBackdrop } from "./measure-backdrop.ts";
import { removeBackground } from "./signature.ts";

type Params = z.output<typeof removeBackground.signature.params>;
type Either = Omit<Params, "video"> & { video?: Source | Input | undefined };

/** Raised when the same backdrop begins to be taken away in another way. */
const COLOUR_KEY = "2";

/** What stands before a plain backdrop, without it; before any backdrop with a model. */
export function createRemoveBackground(resources: OperationResources) {
  const ways = modelOrStandIn<Either>(resources, {
    task: "background-removal",
    work: (params, model, context) => mattingWork(resources, model, params, context),
    ignored: ignoredKey,
    editsResult: true,
    standIn: {
      name: "colour-key",
      canBeNamed: false,
      degradation: STANDS_IN,
      build: async () => ({ ...(await ffmpegBuild(resources)), colourKey: COLOUR_KEY }),
    },
  });
  return defineFilmOperation(resources, {
    signature: removeBackground.signature,
    version: 2,
    check: ways.check,
    approach(params, context) {
      // Whoever names the colour asks for just that.
      const isAskedFor = params.color !== undefined && ways.modelOf(params) === null;
      return isAskedFor ? ffmpegApproach(resources) : ways.approach(params, context);
    },
    async edit(params, context) {
      const { video } = params;
      if (video === undefined) throw new TypeError("Expected `video`");
      const film = await context.open(video);
      const { picture } = film;
      if (picture === null) {
        throw new ProxxError("media_unsupported", "There is no picture whose background could be removed.", {
          hint: "Give it a video or a picture.",
        });
      }
      const model = ways.modelOf(params);
      if (model === null) return { film: { ...film, picture: await cutOutByColour(picture, params, context) } };
      const cut = await cutOutByModel({ ...params, picture, video }, { resources, model, context });
      return { film: { ...film, picture: cut }, isPaidFor: true };
    },
  });
}

/** What only the way without a model goes by. */
function ignoredKey({ color, similarity, blend }: Pick<Params, "color" | "similarity" | "blend">) {
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
  context: FilmContext,
): Promise<Picture> {
  const found = color === undefined ? await measureBackdrop(picture, context, context.tools) : { color };
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
