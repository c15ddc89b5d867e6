import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { findTool } from "@proxx/media";

export interface WatchedTools {
  /** PATH with ffmpeg and ffprobe that write down how they are started, and are what they stand for. */
  searchPath: string;
  /** The command line of each start so far, in order. */
  starts: () => string[];
}

/** Watches what is started of ffmpeg and ffprobe, from outside of the product; `hasty` has H.264 written as quickly as can be. */
export function watchTools(folder: string, { hasty = false } = {}): WatchedTools {
  mkdirSync(folder, { recursive: true });
  const log = join(folder, "starts.log");
  const path = process.env["PATH"] ?? "";
  for (const name of ["ffmpeg", "ffprobe"]) {
    const real = findTool(name, path);
    if (real === null) throw new Error(`There is no ${name} on PATH.`);
    const script = join(folder, name);
    // In one write, so that what starts at the same time does not mix.
    const note = `line=$(echo "${name} $*" | tr '\\n' ' '); echo "$line" >> '${log}'`;
    writeFileSync(script, `#!/bin/sh\n${note}\n${hasty ? HASTE : ""}exec '${real}' "$@"\n`);
    chmodSync(script, 0o755);
  }
  return {
    searchPath: [folder, path].join(delimiter),
    starts: () => (existsSync(log) ? readFileSync(log, "utf8").split("\n").filter(Boolean) : []),
  };
}

/** Shell that puts another preset in the place of the one that is named. */
const HASTE = `for one; do shift; case $one in veryfast) one=ultrafast ;; esac; set -- "$@" "$one"; done\n`;

/** What asks a tool no more than which one it is. */
export function isQuestion(start: string): boolean {
  return /^\w+ (?:-version|-hide_banner -codecs)\s*$/.test(start);
}
