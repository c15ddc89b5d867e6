import type { Approach, Model } from "@proxx/contract";
import type { MediaTools } from "@proxx/media";

/** What a model is asked to do; the operator may name a default model for each. */
export type Task = "video" | "image" | "speech" | "transcription" | "lip-sync" | "background-removal";

/** What operations work with: found once, handed to each. */
export interface OperationKit {
  /** ffmpeg and ffprobe, looked for when they are first needed. */
  readonly tools: () => Promise<MediaTools>;
  /** The models that are used where a plan names none. */
  readonly defaultModels: Readonly<Partial<Record<Task, Model>>>;
}

/** How a job is done that needs ffmpeg alone. */
export async function ffmpegApproach(kit: OperationKit): Promise<Approach> {
  const { version } = await kit.tools();
  return { provider: null, degradations: [], build: { ffmpeg: version }, load: "compute" };
}
