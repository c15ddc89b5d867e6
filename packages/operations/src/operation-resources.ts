import type { Approach, Model, Task } from "@proxx/contract";
import type { Fonts } from "@proxx/drawing";
import type { MediaTools } from "@proxx/media";
import type { Providers } from "@proxx/providers";
import type { MovieSteps } from "./movies/movie-steps.ts";

/** What operations work with: found once, handed to each. */
export interface OperationResources {
  /** ffmpeg and ffprobe, looked for when they are first needed. */
  readonly tools: () => Promise<MediaTools>;
  /** The bundled fonts, read when they are first needed. */
  readonly fonts: () => Fonts;
  /** Who can be asked to generate, with the keys of this machine's environment. */
  readonly providers: Providers;
  /** The models that are used where a plan names none. */
  readonly defaultModels: Readonly<Partial<Record<Task, Model>>>;
  /** What makes movies, loaded when it is first needed. */
  readonly movies: () => Promise<MovieSteps>;
  /** Where to look for an `espeak-ng` of the machine's, as in PATH. */
  readonly searchPath: string;
}

/** How a job is done that needs ffmpeg alone. */
export async function ffmpegApproach(resources: OperationResources): Promise<Approach> {
  return { provider: null, degradations: [], build: await ffmpegBuild(resources), load: "compute" };
}

/** What else decides the bytes that ffmpeg makes. */
export async function ffmpegBuild(resources: OperationResources): Promise<Record<string, string>> {
  const { version } = await resources.tools();
  return { ffmpeg: version };
}
