import { constants } from "node:fs";
import { access, mkdir, readFile, realpath, rename, stat, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { ProxxError } from "@proxx/contract";
import { z } from "zod";
import { runTool } from "./run-tool.ts";

const toolFactsSchema = z.object({
  version: z.string(),
  /** Codecs that can be decoded, by ffmpeg's names. */
  decodable: z.array(z.string()),
  encoders: z.array(z.string()),
});

export interface MediaTools {
  ffmpeg: string;
  ffprobe: string;
  version: string;
  decodable: ReadonlySet<string>;
  encoders: ReadonlySet<string>;
}

export interface DiscoverToolsOptions {
  /** Folders to look in, as in the PATH variable. @default this process's PATH */
  searchPath?: string | undefined;
  /** A file that keeps what a binary can do from one process to the next; asked anew when the binary changes. */
  cacheFile?: string | undefined;
  signal?: AbortSignal | undefined;
}

export const MINIMUM_FFMPEG = "5.1";

const inMemory = new Map<string, Promise<z.infer<typeof toolFactsSchema>>>();

/** Finds ffmpeg and ffprobe, and what this build can encode and decode. Fails with `tool_missing` and how to mend it. */
export async function discoverTools(options: DiscoverToolsOptions = {}): Promise<MediaTools> {
  const searchPath = options.searchPath ?? process.env["PATH"] ?? "";
  const [ffmpeg, ffprobe] = await Promise.all([findTool("ffmpeg", searchPath), findTool("ffprobe", searchPath)]);
  if (ffmpeg === null || ffprobe === null) {
    throw new ProxxError("tool_missing", `${ffmpeg === null ? "ffmpeg" : "ffprobe"} is not on PATH.`, {
      hint: `Install it: ${installCommand(process.platform)}.`,
    });
  }
  const facts = await factsOf(ffmpeg, options);
  if (isOlder(facts.version, MINIMUM_FFMPEG)) {
    throw new ProxxError("tool_missing", `ffmpeg ${facts.version} at ${ffmpeg} is older than ${MINIMUM_FFMPEG}.`, {
      hint: `Install a newer one: ${installCommand(process.platform)}.`,
    });
  }
  return {
    ffmpeg,
    ffprobe,
    version: facts.version,
    decodable: new Set(facts.decodable),
    encoders: new Set(facts.encoders),
  };
}

/** The absolute path of a program, or null. */
export async function findTool(name: string, searchPath: string): Promise<string | null> {
  const names = process.platform === "win32" ? [`${name}.exe`, name] : [name];
  for (const folder of searchPath.split(delimiter)) {
    if (folder === "") continue;
    for (const candidate of names) {
      const path = join(folder, candidate);
      if (await isExecutable(path)) return path;
    }
  }
  return null;
}

/** The command that installs ffmpeg on this kind of machine. */
export function installCommand(platform: NodeJS.Platform): string {
  if (platform === "darwin") return "`brew install ffmpeg`";
  if (platform === "win32") return "`winget install Gyan.FFmpeg`";
  return "`sudo apt install ffmpeg` (Debian, Ubuntu) or `sudo dnf install ffmpeg` (Fedora with RPM Fusion)";
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

async function factsOf(ffmpeg: string, options: DiscoverToolsOptions) {
  const real = await realpath(ffmpeg);
  const { size, mtimeMs } = await stat(real);
  const key = `${real}:${size}:${mtimeMs}`;
  let facts = inMemory.get(key);
  if (!facts) {
    facts = readOrAsk(ffmpeg, key, options);
    inMemory.set(key, facts);
    facts.catch(() => inMemory.delete(key));
  }
  return facts;
}

async function readOrAsk(ffmpeg: string, key: string, { cacheFile, signal }: DiscoverToolsOptions) {
  const cacheSchema = z.record(z.string(), toolFactsSchema);
  let known: z.infer<typeof cacheSchema> = {};
  if (cacheFile !== undefined) {
    try {
      known = cacheSchema.parse(JSON.parse(await readFile(cacheFile, "utf8")));
    } catch {
      // No cache, or one of another make: it is made anew, which costs a tenth of a second.
    }
  }
  const cached = known[key];
  if (cached) return cached;
  const facts = await askFfmpeg(ffmpeg, signal);
  if (cacheFile !== undefined) {
    try {
      const temporary = `${cacheFile}.${process.pid}`;
      await mkdir(dirname(cacheFile), { recursive: true });
      await writeFile(temporary, JSON.stringify({ [key]: facts }));
      await rename(temporary, cacheFile);
    } catch {
      // A read-only home costs the next process a tenth of a second, nothing else.
    }
  }
  return facts;
}

async function askFfmpeg(ffmpeg: string, signal: AbortSignal | undefined): Promise<z.infer<typeof toolFactsSchema>> {
  const ask = async (args: string[]) => {
    const lines: string[] = [];
    const run = await runTool({ command: ffmpeg, args, signal, timeoutMs: 30_000, onStdoutLine: (line) => lines.push(line) });
    if (run.endedBy === "abort") throw new ProxxError("aborted", "Looking for ffmpeg was aborted.", { hint: "Start it again." });
    if (run.exitCode !== 0) {
      throw new ProxxError("tool_missing", `\`ffmpeg ${args.join(" ")}\` fails: ${run.stderrTail.at(-1) ?? run.signal ?? run.exitCode}`, {
        hint: `Install a working one: ${installCommand(process.platform)}.`,
      });
    }
    return lines;
  };
  const [versionLines, codecLines] = await Promise.all([ask(["-version"]), ask(["-hide_banner", "-codecs"])]);
  return { version: parseVersion(versionLines), ...parseCodecs(codecLines) };
}

function parseVersion(lines: readonly string[]): string {
  return /^ffmpeg version (\S+)/.exec(lines[0] ?? "")?.[1] ?? "unknown";
}

/** Reads lines such as ` DEV.LS h264   H.264 … (decoders: h264 h264_v4l2m2m) (encoders: libx264 libx264rgb)`. */
export function parseCodecs(lines: readonly string[]): { decodable: string[]; encoders: string[] } {
  const decodable: string[] = [];
  const encoders: string[] = [];
  for (const line of lines) {
    const match = /^ ([D.])([E.])[VASDT.][I.][L.][S.] (\S+)/.exec(line);
    if (!match?.[3]) continue;
    const listed = (kind: string) => new RegExp(`\\(${kind}: ([^)]+)\\)`).exec(line)?.[1]?.trim().split(/\s+/);
    if (match[1] === "D") decodable.push(match[3]);
    if (match[2] === "E") encoders.push(...(listed("encoders") ?? [match[3]]));
  }
  return { decodable, encoders };
}

// Versions of builds from git (`N-109…`, `git-…`) are not numbers and are taken at their word.
function isOlder(version: string, minimum: string): boolean {
  const numbers = (text: string) => /^n?(\d+)\.(\d+)/.exec(text)?.slice(1).map(Number);
  const [major = Infinity, minor = 0] = numbers(version) ?? [];
  const [minimumMajor = 0, minimumMinor = 0] = numbers(minimum) ?? [];
  return major < minimumMajor || (major === minimumMajor && minor < minimumMinor);
}
