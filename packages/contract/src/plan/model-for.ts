// What types tell of a model: which task it is for, and what its own parameters (`options`) are called. Of a model that nobody
// knows they tell nothing, and it goes anywhere. None of this is there when a program runs: a model is what a plan has.
import type { z } from "zod";
import { modelSchema, type Model } from "./model.ts";
import type { Task } from "./task.ts";

declare const does: unique symbol;
declare const knows: unique symbol;

export interface VideoModel extends Model {
  readonly [does]?: { readonly video: true } | undefined;
}
export interface ImageModel extends Model {
  readonly [does]?: { readonly image: true } | undefined;
}
export interface SpeechModel extends Model {
  readonly [does]?: { readonly speech: true } | undefined;
}
export interface TranscriptionModel extends Model {
  readonly [does]?: { readonly transcription: true } | undefined;
}
export interface LipSyncModel extends Model {
  readonly [does]?: { readonly lipSync: true } | undefined;
}
export interface BackgroundRemovalModel extends Model {
  readonly [does]?: { readonly backgroundRemoval: true } | undefined;
}

/** The type of a model by its task. */
export interface ModelsByTask {
  readonly video: VideoModel;
  readonly image: ImageModel;
  readonly speech: SpeechModel;
  readonly transcription: TranscriptionModel;
  readonly "lip-sync": LipSyncModel;
  readonly "background-removal": BackgroundRemovalModel;
}

/** Said of a model of which it is known what its own parameters are called. */
export interface ModelWithOptions<Option extends string> {
  readonly [knows]?: Option | undefined;
}

/** What a model's own parameters are called: anything, where it is not known. */
export type OptionNames<Of> = typeof knows extends keyof Of ? Extract<Of[typeof knows], string> : string;

/** A parameter that is a model for this task, as far as types can tell; which model it is for is asked of its provider. */
export function modelFor<const For extends Task>(task: For): ModelSchemaFor<For>;
export function modelFor(): typeof modelSchema {
  return modelSchema;
}
export type ModelSchemaFor<For extends Task> = z.core.$ZodBranded<typeof modelSchema, For>;
