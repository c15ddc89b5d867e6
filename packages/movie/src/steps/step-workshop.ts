import type { JobContext } from "@proxx/contract";
import type { Fonts } from "@proxx/drawing";
import type { MediaTools } from "@proxx/media";
import type { Network } from "@proxx/network";
import type { Voices } from "@proxx/voices";
import type { Parts } from "../parts/parts.ts";

/** What the steps of a movie work with where they are operations of a plan. */
export interface StepWorkshop {
  readonly tools: () => Promise<MediaTools>;
  readonly fonts: () => Fonts;
  readonly voices: () => Promise<Voices>;
  /** For the pictures of pages. */
  readonly network: Pick<Network, "fetchToFile">;
}

/** The parts of a job. What was last made under a name nobody knows there: many movies share them. */
export function partsOfJob({ part }: Pick<JobContext, "part">): Parts {
  return { part, last: async () => null };
}
