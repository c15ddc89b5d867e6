import { styleText } from "node:util";
import { printable, type ExecutionProgress } from "@proxx/contract";
import { formatSeconds } from "./progress-bar.ts";

export type PlanProgressMode = "bar" | "plain" | "json" | "none";

/** What is written to; `process.stderr`. */
export interface Terminal {
  write(text: string): unknown;
  columns?: number;
}

/** How an execution shows itself on a terminal or in a log. */
export function createPlanProgress(mode: PlanProgressMode, terminal: Terminal, unit: "job" | "step" = "job") {
  let shown = false;
  let tenth = -1;
  const clear = () => {
    if (shown) terminal.write("\r\u001b[K");
    shown = false;
  };
  return {
    clear,
    /** For log lines, which scroll above the bar. */
    writeAbove: (line: string) => {
      clear();
      terminal.write(line);
    },
    show: (progress: ExecutionProgress) => {
      if (mode === "json") terminal.write(`${JSON.stringify({ type: "progress", ...progress })}\n`);
      if (mode === "plain" && Math.floor(progress.progress / 10) > tenth) {
        tenth = Math.floor(progress.progress / 10);
        terminal.write(`${tenth * 10} % (${figures(progress, unit)}) ${doing(progress)}`.trimEnd() + "\n");
      }
      if (mode === "bar") {
        terminal.write(`\r${bar(progress, terminal.columns ?? 80, unit)}\u001b[K`);
        shown = true;
      }
    },
  };
}

const BAR_COLUMNS = 24;
const SHORTEST_BAR_COLUMNS = 5;
const SHORTEST_TEXT = 12;

/** `███████░░░░░  58 %  2/5 jobs  3 s left  film: rendering`; on a narrow terminal the bar goes first. */
function bar(progress: ExecutionProgress, columns: number, unit: string): string {
  const stream = process.stderr;
  const numbers = `${String(Math.floor(progress.progress)).padStart(3)} %  ${figures(progress, unit)}`;
  // The last column stays free: some terminals wrap as soon as it is written.
  const free = columns - 1 - numbers.length - 2;
  const room = Math.min(BAR_COLUMNS, free - SHORTEST_TEXT - 1);
  if (room < SHORTEST_BAR_COLUMNS) return numbers.slice(0, columns - 1);
  const what = printable(doing(progress), free - room - 1);
  const filled = Math.round((room * progress.progress) / 100);
  const drawn =
    styleText("cyan", "█".repeat(filled), { stream }) + styleText("gray", "░".repeat(room - filled), { stream });
  return `${drawn} ${numbers}  ${styleText("gray", what, { stream })}`;
}

function figures({ completedJobs, totalJobs, etaSeconds }: ExecutionProgress, unit: string): string {
  const jobs = `${completedJobs}/${totalJobs} ${unit}${totalJobs === 1 ? "" : "s"}`;
  return etaSeconds === null || etaSeconds < 0.1 ? jobs : `${jobs}, ${formatSeconds(etaSeconds)} left`;
}

function doing({ currentJob, message }: ExecutionProgress): string {
  return printable([currentJob, message].filter((part) => part !== null).join(": "), 200);
}
