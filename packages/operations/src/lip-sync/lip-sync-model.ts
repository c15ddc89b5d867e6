import type { Input, Model, PlanContext, ProducedFile, Source } from "@proxx/contract";
import { type Composition, openFile } from "@proxx/composition";
import type { FilmContext } from "../define-film-operation.ts";
import type { OperationResources } from "../operation-resources.ts";
import type { ModelWork } from "../ask-model/model-work.ts";
import { modelIssues } from "../ask-model/run-model.ts";

export interface Spoken<Media> {
  video?: Media | undefined;
  audio?: Media | undefined;
}

/** What a model is asked that moves lips: some take a film, and some a picture of who speaks. */
export function lipSyncWork(
  resources: OperationResources,
  model: Model,
  { video, audio }: Spoken<Source | Input>,
  context: PlanContext,
): ModelWork {
  const work = (medium: "video" | "image"): ModelWork => ({
    task: "lip-sync",
    input: { [medium]: video, audio },
    writtenAs: { image: "video" },
    isEdited: true,
  });
  const suits = (one: ModelWork) =>
    modelIssues(resources, model, one, context).every(({ code }) => code === "provider_key_missing");
  return [work("video"), work("image")].find(suits) ?? work("video");
}

/** The film as a model made it, with its sound, which is what is said in it. */
export async function filmByModel(
  [film]: readonly ProducedFile[],
  audio: Input,
  context: FilmContext,
): Promise<Composition> {
  if (film === undefined) throw new TypeError("Expected a model to give a film");
  const { picture, sound } = await openFile(film.path, "video", context);
  return { picture, sound, transcript: audio.transcript, subtitles: [], besides: [] };
}
