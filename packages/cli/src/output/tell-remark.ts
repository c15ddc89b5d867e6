import { styleText } from "node:util";
import type { Remark } from "./describe-execution.ts";
import { createLog, LOG_LEVELS, type LogLevel } from "./log.ts";

/** How stderr is written: marked lines for a person who looks on, log lines with their time, or JSON lines. */
export type RemarkForm = "terminal" | "log" | "json";

const MARKS = { error: ["red", "✗"], warn: ["yellow", "!"], info: ["green", "✓"] } as const;

export function tellRemark({ level, text, hint }: Remark, form: RemarkForm, logLevel: LogLevel): void {
  if (form !== "terminal") {
    createLog(logLevel, { json: form === "json" })[level](hint === undefined ? text : `${text} ${hint}`);
    return;
  }
  if (logLevel === "silent" || LOG_LEVELS.indexOf(level) > LOG_LEVELS.indexOf(logLevel)) return;
  const stream = process.stderr;
  const [colour, mark] = MARKS[level];
  const advice = hint === undefined ? "" : `  ${styleText("gray", `→ ${hint}`, { stream })}\n`;
  stream.write(`${styleText(colour, mark, { stream })} ${text}\n${advice}`);
}
