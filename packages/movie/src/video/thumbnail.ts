import type { Part } from "@proxx/contract";
import { runTool, toNumber, toolFailure, type MediaTools } from "@proxx/media";
import { z } from "zod";
import type { Parts } from "../parts/parts.ts";
import type { MovieTimes } from "../timeline/movie-times.ts";

/** A picture of the movie to show for it: its first slide, when all of it is there. */
export async function makeThumbnail(
  movie: Pick<Part<unknown>, "path" | "sha256">,
  {
    times,
    parts,
    tools,
    signal,
  }: { times: MovieTimes; parts: Parts; tools: MediaTools; signal?: AbortSignal | undefined },
): Promise<Part<null>> {
  const [first] = times.sections[0]?.slides ?? [];
  const frame = Math.max(0, (first?.to ?? 1) - 1);
  const ingredients = { movie: movie.sha256, frame };
  return parts.part(
    { kind: "thumbnail", shown: "thumbnail", ingredients, extension: "jpg", facts: z.null() },
    async (path) => {
      const at = (frame / toNumber(times.frameRate)).toFixed(6);
      const run = await runTool({
        command: tools.ffmpeg,
        args: [
          ...["-hide_banner", "-nostats", "-v", "error", "-y", "-ss", at, "-i", `file:${movie.path}`],
          ...["-frames:v", "1", "-q:v", "3", "-f", "image2", "-update", "1", `file:${path}`],
        ],
        signal,
        timeoutMs: 120_000,
      });
      if (run.exitCode === 0 && run.endedBy === null) return null;
      throw toolFailure(run, {
        tool: "ffmpeg",
        doing: "making the thumbnail",
        hint: "`proxx doctor` shows whether this ffmpeg has what is needed (mjpeg).",
      });
    },
  );
}
