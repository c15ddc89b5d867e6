import { randomUUID } from "node:crypto";
import { mkdir, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { ProxxError } from "@proxx/contract";
import { z } from "zod";
import { findTool } from "./find-tool.ts";
import { runTool } from "./run-tool.ts";

const toolFactsSchema = z.object({
  version: z.string(),
  /** Codecs that can be decoded, by ffmpeg's names. */
  decodable: z.array(z.string()),
  encoders: z.array(z.string()),
});
type ToolFacts = z.infer<typeof toolFactsSchema>;

/** By the real path of ffmpeg; `stamp` tells when what stands there has changed. */
const cacheSchema = z.record(z.string(), z.object({ stamp: z.string(), facts: toolFactsSchema }));

export interface MediaTools {
  ffmpeg: string;
  ffprobe: string;
  version: string;
  decodable: ReadonlySet<string>;
  encoders: ReadonlySet<string>;
}

export interface DiscoverToolsOptions {
  /** Folders to look in, as in the PATH variable. @default this process's PATH, the one variable that is read outside of the entries */
  searchPath?: string | undefined;
  /** A file that keeps what a binary can do from one process to the next; asked anew when the binary changes. */
  cacheFile?: string | undefined;
  signal?: AbortSignal | undefined;
}

export const MINIMUM_FFMPEG = "5.1";

const inMemory = new Map<string, ToolFacts>();

/** Finds ffmpeg and ffprobe, and what this build can encode and decode. Fails with `tool_missing` and how to mend it. */
export async function discoverTools(options: DiscoverToolsOptions = {}): Promise<MediaTools> {
  const searchPath = options.searchPath ?? process.env["PATH"] ?? "";
  const ffmpeg = findTool("ffmpeg", searchPath);
  const ffprobe = findTool("ffprobe", searchPath);
  if (ffmpeg === null || ffprobe === null) {
    throw new ProxxError("tool_missing", `${ffmpeg === null ? "ffmpeg" : "ffprobe"} is not on PATH.`, {
      hint: `Install it: ${installCommand(process.platform)}.`,
    });
  }
  const facts = await factsOf(ffmpeg, ffprobe, options);
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

/** The command that installs ffmpeg on this kind of machine. */
export function installCommand(platform: NodeJS.Platform): string {
  if (platform === "darwin") return "`brew install ffmpeg`";
  if (platform === "win32") return "`winget install Gyan.FFmpeg`";
  return "`sudo apt install ffmpeg` (Debian, Ubuntu) or `sudo dnf install ffmpeg` (Fedora with RPM Fusion)";
}

async function factsOf(ffmpeg: string, ffprobe: string, options: DiscoverToolsOptions): Promise<ToolFacts> {
  const path = await realpath(ffmpeg);
  const stamp = `${await stampOf(path)} ${await stampOf(await realpath(ffprobe))}`;
  const key = `${path} ${stamp}`;
  const facts = inMemory.get(key) ?? (await readOrAsk(ffmpeg, ffprobe, { path, stamp }, options));
  inMemory.set(key, facts);
  return facts;
}

async function stampOf(path: string): Promise<string> {
  const { size, mtimeMs, ctimeMs } = await stat(path);
  return `${size}:${mtimeMs}:${ctimeMs}`;
}

async function readOrAsk(
  ffmpeg: string,
  ffprobe: string,
  { path, stamp }: { path: string; stamp: string },
  { cacheFile, signal }: DiscoverToolsOptions,
): Promise<ToolFacts> {
  const known = cacheFile === undefined ? {} : await readCache(cacheFile);
  const cached = Object.hasOwn(known, path) ? known[path] : undefined;
  if (cached?.stamp === stamp) return cached.facts;
  const [facts] = await Promise.all([askFfmpeg(ffmpeg, signal), askVersion("ffprobe", ffprobe, signal)]);
  if (cacheFile !== undefined) await writeCache(cacheFile, { ...known, [path]: { stamp, facts } });
  return facts;
}

async function readCache(cacheFile: string): Promise<z.infer<typeof cacheSchema>> {
  try {
    return cacheSchema.parse(JSON.parse(await readFile(cacheFile, "utf8")));
  } catch {
    // No cache, or one of another make: it is made anew, which costs a tenth of a second.
    return {};
  }
}

async function writeCache(cacheFile: string, cache: z.infer<typeof cacheSchema>): Promise<void> {
  const temporary = `${cacheFile}.${randomUUID()}`;
  try {
    await mkdir(dirname(cacheFile), { recursive: true });
    await writeFile(temporary, JSON.stringify(cache));
    await rename(temporary, cacheFile);
  } catch {
    // A read-only home costs the next process a tenth of a second, nothing else.
    await rm(temporary, { force: true }).catch(() => {});
  }
}

async function askFfmpeg(ffmpeg: string, signal: AbortSignal | undefined): Promise<ToolFacts> {
  const [version, codecLines] = await Promise.all([
    askVersion("ffmpeg", ffmpeg, signal),
    ask("ffmpeg", ffmpeg, ["-hide_banner", "-codecs"], signal),
  ]);
  return { version, ...parseCodecs(codecLines) };
}

async function askVersion(name: string, path: string, signal: AbortSignal | undefined): Promise<string> {
  const [firstLine = ""] = await ask(name, path, ["-version"], signal);
  const version = new RegExp(`^${name} version (\\S+)`).exec(firstLine)?.[1];
  if (version === undefined) throw doesNotWork(`${path} does not answer \`-version\` as ${name} does.`);
  return version;
}

async function ask(
  name: string,
  path: string,
  args: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const lines: string[] = [];
  const run = await runTool({
    command: path,
    args,
    signal,
    timeoutMs: 30_000,
    onStdoutLine: (line) => lines.push(line),
  });
  if (run.endedBy === "abort")
    throw new ProxxError("aborted", `Looking for ${name} was aborted.`, { hint: "Start it again." });
  if (run.endedBy !== null) throw doesNotWork(`\`${name} ${args.join(" ")}\` gives no answer.`);
  if (run.exitCode !== 0) {
    const reason = run.stderrTail.at(-1) ?? run.signal ?? `exit code ${run.exitCode}`;
    throw doesNotWork(`\`${name} ${args.join(" ")}\` at ${path} fails: ${reason}`);
  }
  return lines;
}

function doesNotWork(message: string): ProxxError {
  return new ProxxError("tool_missing", message, {
    hint: `Install a working one: ${installCommand(process.platform)}.`,
  });
}

/** Reads lines such as ` DEV.LS h264   H.264 … (decoders: h264 h264_v4l2m2m) (encoders: libx264 libx264rgb)`. */
export function parseCodecs(lines: readonly string[]): { decodable: string[]; encoders: string[] } {
  const decodable: string[] = [];
  const encoders: string[] = [];
  for (const line of lines) {
    const match = /^ ([D.])([E.])[VASDT.][I.][L.][S.] (\w\S*)/.exec(line);
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
