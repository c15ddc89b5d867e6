import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { defineOperation, type Input, type Source } from "@proxx/contract";
import type { z } from "zod";
import { runFfmpeg } from "@proxx/composition";
import { ffmpegBuild, type OperationResources } from "../operation-resources.ts";
import { modelOrStandIn } from "../ask-model/model-or-stand-in.ts";
import type { ModelWork } from "../ask-model/model-work.ts";
import { drawStill } from "../animatic/animatic.ts";
import { undrawnCharacters } from "../animatic/undrawn-characters.ts";
import { shotSize } from "../animatic/shot-size.ts";
import { generateImage } from "./signature.ts";

/** Raised when the same words begin to give another still. */
const STILL = "3";
const MEDIA_TYPES = { png: "image/png", jpg: "image/jpeg", webp: "image/webp" } as const;

export function createGenerateImage(resources: OperationResources) {
  const { modelOf, check, approach, askModel } = modelOrStandIn(resources, {
    task: "image",
    work: workOf,
    standIn: {
      name: "still",
      degradation: {
        code: "still_instead_of_model",
        message: "No model makes this picture: its prompt is drawn on a card instead.",
        hint: 'Name a model, such as `replicate("google/nano-banana")`, and give its provider\'s key.',
      },
      lacks: ({ prompt }) => undrawnCharacters(prompt, resources.fonts()),
      build: async ({ cutTo }) => ({
        ...(await ffmpegBuild(resources)),
        still: [STILL, ...cutTo.map(({ text }) => text)].join("."),
      }),
    },
  });
  return defineOperation({
    signature: generateImage.signature,
    version: 1,
    alwaysMakesFiles: true,
    check,
    approach,
    async run(params, context) {
      const model = modelOf(params);
      if (model !== null) return await askModel(params, model, context);
      const shape = shotSize(params.aspectRatio);
      const size = { width: params.width ?? shape.width, height: params.height ?? shape.height };
      const card = join(context.workDir, "still.png");
      const { prompt } = params;
      const { cutTo } = context;
      await writeFile(card, await drawStill({ prompt, ...size, label: "still", cutTo }, resources.fonts()));
      const format = params.format ?? "png";
      if (format === "png") return { files: [{ path: card, kind: "image", mediaType: MEDIA_TYPES.png }] };
      const path = join(context.workDir, `converted.${format}`);
      const { signal } = context;
      const codec = format === "jpg" ? ["-c:v", "mjpeg", "-q:v", "2"] : ["-c:v", "libwebp", "-quality", "90"];
      await runFfmpeg(
        [
          "-f",
          "png_pipe",
          "-i",
          card,
          ...codec,
          "-frames:v",
          "1",
          "-f",
          format === "jpg" ? "image2pipe" : "webp",
          path,
        ],
        { tools: await resources.tools(), signal },
      );
      return { files: [{ path, kind: "image", mediaType: MEDIA_TYPES[format] }] };
    },
  });
}

type Params = z.output<typeof generateImage.signature.params>;
type Either = Omit<Params, "images"> & { images?: (Source | Input)[] | undefined };

function workOf(params: Either): ModelWork {
  const { model: _model, options, images, width, height, format, aspectRatio, ...input } = params;
  return {
    task: "image",
    input: { ...input, aspectRatio: aspectRatio?.text, image: images, outputFormat: format },
    writtenAs: { image: "images", outputFormat: "format" },
    fields: { width, height },
    options,
  };
}
