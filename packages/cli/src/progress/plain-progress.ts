import { basename } from "node:path";
import type { JobProgress } from "@proxx/contract";
import { formatSeconds } from "./progress-bar.ts";

/** A line for every tenth of a clip: for logs of CI runs. */
export function createPlainProgress(write: (line: string) => void): (progress: JobProgress) => void {
  let reported = -1;
  return (progress) => {
    if (progress.type === "clip-started") reported = -1;
    if (progress.type !== "clip-progress" || progress.fraction === null) return;
    const tenth = Math.floor(progress.fraction * 10);
    if (tenth <= reported) return;
    reported = tenth;
    const eta = progress.etaSeconds === null ? "" : `, ${formatSeconds(progress.etaSeconds)} left`;
    const place = `${progress.clip + 1}/${progress.totalClips} ${basename(progress.sourcePath)}`;
    write(`${place}: ${tenth * 10} % (frame ${progress.frame ?? "?"} of ${progress.totalFrames ?? "?"}${eta})\n`);
  };
}
