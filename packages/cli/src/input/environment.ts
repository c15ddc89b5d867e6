import { homedir } from "node:os";
import { join } from "node:path";
import { LOG_LEVELS, type LogLevel } from "../output/log.ts";

/** The one place where the command line looks at the environment. */
export interface Environment {
  logLevel: LogLevel;
  /** Remembers what the installed ffmpeg can do. */
  toolCacheFile: string;
  /** As in PATH. */
  searchPath: string;
  /** All of it, for the runtime to take its settings from. */
  variables: NodeJS.ProcessEnv;
}

export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const wanted = variables["PROXX_LOG_LEVEL"]?.toLowerCase();
  const cache = variables["XDG_CACHE_HOME"] ?? (process.platform === "win32" ? variables["LOCALAPPDATA"] : undefined);
  return {
    logLevel: LOG_LEVELS.find((level) => level === wanted) ?? "info",
    toolCacheFile: join(cache ?? join(homedir(), ".cache"), "proxx", "tools.json"),
    searchPath: variables["PATH"] ?? "",
    variables,
  };
}
