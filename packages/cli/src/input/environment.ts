import { homedir } from "node:os";
import { join } from "node:path";
import { LOG_LEVELS, type LogLevel } from "../output/log.ts";

/** All that is read from the environment. None of it changes what an execution does. */
export interface Environment {
  logLevel: LogLevel;
  /** Remembers what the installed ffmpeg can do. */
  toolCacheFile: string;
}

export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const wanted = variables["PROXX_LOG_LEVEL"]?.toLowerCase();
  const cache = variables["XDG_CACHE_HOME"] ?? (process.platform === "win32" ? variables["LOCALAPPDATA"] : undefined);
  return {
    logLevel: LOG_LEVELS.find((level) => level === wanted) ?? "info",
    toolCacheFile: join(cache ?? join(homedir(), ".cache"), "proxx", "tools.json"),
  };
}
