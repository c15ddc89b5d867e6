import { discoverTools, probe, type MediaFacts, type MediaTools } from "@proxx/media";

/** Reads what a media file says of itself. */
export type ProbeFile = (path: string, signal: AbortSignal | undefined) => Promise<MediaFacts>;

/** With ffprobe, looked for when it is first needed. */
export function createProbe(): ProbeFile {
  let tools: Promise<MediaTools> | undefined;
  return async (path, signal) => {
    tools ??= discoverTools();
    const { ffprobe } = await tools.catch((error: unknown) => {
      // What is missing may be there the next time.
      tools = undefined;
      throw error;
    });
    return probe(path, { ffprobe, signal });
  };
}
