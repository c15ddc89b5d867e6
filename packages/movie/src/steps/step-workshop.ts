import type { JobContext, Persona } from "@proxx/contract";
import type { Fonts } from "@proxx/drawing";
import type { MediaTools } from "@proxx/media";
import type { Network } from "@proxx/network";
import type { Voices } from "@proxx/voices";
import type { Parts } from "../parts/parts.ts";
import type { ScriptModel } from "../writing/model/ask-model.ts";
import type { PictureModel } from "../slides/picture-model.ts";
import type { StepBrands } from "./step-brands.ts";

/** A model that writes, and what for. */
export interface StepWriter {
  readonly model: ScriptModel;
  /** Who speaks. Their pictures are files, of which no script of a plan knows. */
  readonly personas: readonly Persona[];
  readonly grounded: boolean;
}

/** What the steps of a movie work with where they are operations of a plan. */
export interface StepWorkshop {
  readonly tools: () => Promise<MediaTools>;
  readonly fonts: () => Fonts;
  readonly voices: () => Promise<Voices>;
  /** Who speaks where a plan names nobody. @default the language's voice */
  readonly voice?: string | undefined;
  /** What else decides how a line is spoken that names nobody, for people's voices have versions of their own. @default nothing */
  readonly voiceSettings?: Readonly<Record<string, unknown>> | undefined;
  /** @default nobody: scripts are put together out of their sources */
  readonly writer?: StepWriter | undefined;
  /** Draws what a script asks for. @default nobody: its sections are shown without pictures */
  readonly pictureModel?: PictureModel | undefined;
  readonly brands: StepBrands;
  /** For the pictures of pages. */
  readonly network: Pick<Network, "fetchToFile">;
}

/** The parts of a job. What was last made under a name nobody knows there: many movies share them. */
export function partsOfJob({ part }: Pick<JobContext, "part">): Parts {
  return { part, last: async () => null };
}
