import { ProxxError } from "@proxx/contract";
import { runTool, toNumber, type MediaTools } from "@proxx/media";
import { z } from "zod";
import type { Part, Parts } from "../parts/parts.ts";
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
      const run = await runTool({
        command: tools.ffmpeg,
        args: [
          ...["-hide_banner", "-nostats", "-v", "error", "-y", "-ss", (frame / toNumber(times.frameRate)).toFixed(6)],
          ...[
            "-i",
            `file:${movie.path}`,
            "-frames:v",
            "1",
            "-q:v",
            "3",
            "-f",
            "image2",
            "-update",
            "1",
            `file:${path}`,
          ],
        ],
        signal,
      });
      if (run.exitCode === 0) return null;
      throw new ProxxError(run.endedBy === "abort" ? "aborted" : "tool_failed", "The thumbnail was not made.", {
        hint: run.stderrTail.at(-1) ?? "Run it again.",
      });
    },
  );
}
