import { ProxxError, type Input, type Model, type PlanContext, type Source } from "@proxx/contract";
import { filter } from "@proxx/media";
import type { z } from "zod";
import { type Picture, fitPicture, openFile, standardForm, timedPicture } from "@proxx/composition";
import type { FilmContext } from "../define-film-operation.ts";
import type { OperationResources } from "../operation-resources.ts";
import type { ModelWork } from "../ask-model/model-work.ts";
import { modelIssues, runModel } from "../ask-model/run-model.ts";
import type { removeBackground } from "./signature.ts";

type Output = z.output<typeof removeBackground.signature.params>["output"];

interface Wanted<Media> {
  video?: Media | undefined;
  output: Output;
}

/**
 * What a matting model is asked. Some take films and some pictures, and some cannot give transparent ones: those are
 * asked for the matte, and the source's own picture is cut out by it.
 */
export function mattingWork(
  resources: OperationResources,
  model: Model,
  { video, output }: Wanted<Source | Input>,
  context: PlanContext,
): ModelWork {
  const work = (medium: "video" | "image", outputType: string | undefined): ModelWork => ({
    task: "background-removal",
    input: { [medium]: video, outputType },
    writtenAs: { image: "video", outputType: "output" },
    isEdited: true,
  });
  const suits = (one: ModelWork) =>
    modelIssues(resources, model, one, context).every(({ code }) => code === "provider_key_missing");
  const asked = output === "transparent" ? [undefined] : [output];
  const all = (["video", "image"] as const).flatMap((medium) => {
    const takesTypes =
      output === "transparent" && suits(work(medium, "alpha-mask")) && !suits(work(medium, "transparent"));
    return (takesTypes ? ["alpha-mask"] : asked).map((type) => work(medium, type));
  });
  return all.find(suits) ?? work("video", asked[0]);
}

/** The picture as a model cut it out, as long as the source. */
export async function cutOutByModel(
  { picture, video, output }: Wanted<Input> & { picture: Picture },
  { resources, model, context }: { resources: OperationResources; model: Model; context: FilmContext },
): Promise<Picture> {
  const work = mattingWork(resources, model, { video, output }, context);
  const { files } = await runModel(resources, model, work, context);
  const [file] = files;
  if (file === undefined) throw new TypeError("Expected a model to give a file");
  const kind = file.mediaType.startsWith("image/") ? "image" : "video";
  const made = (await openFile(file.path, kind, context)).picture;
  if (made === null) throw new TypeError("Expected a model to give a picture");
  const { width, height, rate, frames, still } = picture;
  const sized = fitPicture(made, { width, height, mode: "stretch" });
  const timed = still ? sized : timedPicture(sized, { rate, frames });
  const isMatte = output === "transparent" && work.input.outputType === "alpha-mask";
  if (output === "transparent" && !isMatte && !made.alpha) {
    throw new ProxxError(
      "result_unusable",
      `${model.provider}:${model.model} gave a picture without transparent parts.`,
      {
        hint: "Name another model, or look among its options for a form that has them.",
      },
    );
  }
  if (!isMatte) return timed;
  const matte = filter(filter(timed.stream, "scale", { in_range: "tv", out_range: "pc" }), "format", {
    pix_fmts: "gray",
  });
  const colours = filter(picture.stream, "format", { pix_fmts: "yuv420p" });
  return { ...picture, stream: standardForm(filter([colours, matte], "alphamerge"), true), alpha: true };
}
