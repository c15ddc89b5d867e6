import { styleText } from "node:util";

export const LOG_LEVELS = ["error", "warn", "info", "debug", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface Log {
  error(message: string): void;
  warn(message: string): void;
  info(message: string): void;
  debug(message: string): void;
}

const COLOURS = { error: "red", warn: "yellow", info: "green", debug: "gray" } as const;

/** Lines on stderr: for people, or with `json` one JSON object each. */
export function createLog(level: LogLevel, options: { json?: boolean; write?: (line: string) => void } = {}): Log {
  const write = options.write ?? ((line: string) => process.stderr.write(line));
  const most = level === "silent" ? -1 : LOG_LEVELS.indexOf(level);
  const at = (name: keyof typeof COLOURS) => (message: string) => {
    if (LOG_LEVELS.indexOf(name) > most) return;
    const time = new Date().toISOString();
    if (options.json) write(`${JSON.stringify({ type: "log", time, level: name, message })}\n`);
    else
      write(
        `${time.slice(11, 19)} ${styleText(COLOURS[name], name.padEnd(5), { stream: process.stderr })} ${message}\n`,
      );
  };
  return { error: at("error"), warn: at("warn"), info: at("info"), debug: at("debug") };
}
