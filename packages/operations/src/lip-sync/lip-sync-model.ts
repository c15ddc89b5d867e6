import type { Input, Model, OperationContext, PlanContext, Source } from "@proxx/contract";
import type { MediaTools } from "@proxx/media";
import { type Composition, openFile } from "@proxx/composition";
import type { OperationKit } from "../kit.ts";
import { modelIssues, runModel, type ModelWork } from "../ask-model/run-model.ts";

interface Spoken<Media> {
  video?: Media | undefined;
  audio?: Media | undefined;
}

/** What a model is asked that moves lips: some take a film, and some a picture of who speaks. */
export function lipSyncWork(
  kit: OperationKit,
  model: Model,
  { video, audio }: Spoken<Source | Input>,
  context: PlanContext,
): ModelWork {
  const work = (medium: "video" | "image"): ModelWork => ({
    task: "lip-sync",
    input: { [medium]: video, audio },
    writtenAs: { image: "video" },
  });
  const suits = (one: ModelWork) =>
    modelIssues(kit, model, one, context).every(({ code }) => code === "provider_key_missing");
  return [work("video"), work("image")].find(suits) ?? work("video");
}

/** The film as a model made it, with its sound, which is what is said in it. */
export async function filmByModel(
  spoken: Spoken<Input>,
  { kit, model, context, tools }: { kit: OperationKit; model: Model; context: OperationContext; tools: MediaTools },
): Promise<Composition> {
  const { files } = await runModel(kit, model, lipSyncWork(kit, model, spoken, context), context);
  const [film] = files;
  if (film === undefined) throw new TypeError("Expected a model to give a film");
  const { picture, sound } = await openFile(film.path, "video", { tools, signal: context.signal });
  return { picture, sound, transcript: spoken.audio?.transcript ?? null, subtitles: [], besides: [] };
}
