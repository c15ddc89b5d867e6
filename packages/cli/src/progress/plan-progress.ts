import { styleText } from "node:util";
import type { ExecutionProgress } from "@proxx/contract";
import { formatSeconds } from "./progress-bar.ts";

export type PlanProgressMode = "bar" | "plain" | "json" | "none";

/** How an execution shows itself on a terminal or in a log. */
export function createPlanProgress(mode: PlanProgressMode, terminal: NodeJS.WriteStream) {
  let shown = false;
  let tenth = -1;
  const clear = () => {
    if (shown) terminal.write("\r\u001b[K");
    shown = false;
  };
  const show = (progress: ExecutionProgress) => {
    if (mode === "json") terminal.write(`${JSON.stringify({ type: "progress", ...progress })}\n`);
    if (mode === "plain" && Math.floor(progress.progress / 10) > tenth) {
      tenth = Math.floor(progress.progress / 10);
      terminal.write(`${tenth * 10} % (${progress.completedJobs}/${progress.totalJobs} jobs) ${doing(progress)}\n`);
    }
    if (mode === "bar") {
      terminal.write(`\r${bar(progress, terminal)}\u001b[K`);
      shown = true;
    }
  };
  return {
    clear,
    show,
    /** For log lines, which scroll above the bar. */
    writeAbove: (line: string) => {
      clear();
      terminal.write(line);
    },
  };
}

function bar(progress: ExecutionProgress, stream: NodeJS.WriteStream): string {
  const columns = stream.columns ?? 80;
  const eta = progress.etaSeconds === null ? "" : `  ${formatSeconds(progress.etaSeconds)} left`;
  const figures = `${String(Math.floor(progress.progress)).padStart(3)} %  ${progress.completedJobs}/${progress.totalJobs} jobs${eta}`;
  const what = doing(progress).slice(0, 30);
  const room = Math.min(30, columns - figures.length - what.length - 5);
  if (room < 5) return figures.slice(0, columns - 1);
  const filled = Math.round((room * progress.progress) / 100);
  const drawn =
    styleText("cyan", "█".repeat(filled), { stream }) + styleText("gray", "░".repeat(room - filled), { stream });
  return `${drawn} ${figures}  ${styleText("gray", what, { stream })}`;
}

function doing({ currentJob, message }: ExecutionProgress): string {
  return [currentJob, message].filter((part) => part !== null).join(": ");
}
