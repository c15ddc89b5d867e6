import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { executionSchema, issueSchema, type Execution, type Issue } from "@proxx/contract";
import { temporaryFolder, type ProxxRun } from "@proxx/testing";

export interface PlanFolder {
  folder: string;
  /** Where artifacts go. */
  home: string;
  /** Writes a plan of these jobs, or any text, and gives its path. */
  write: (plan: readonly object[] | string | Uint8Array, name?: string) => string;
  /** For the child process: nothing of the machine's own settings or keys is left in it. */
  env: NodeJS.ProcessEnv;
  /** What has been left in the work folder. */
  left: () => string[];
}

/** A folder of the caller's with plans in it and a home of its own. */
export function planFolder(folder: string = temporaryFolder()): PlanFolder {
  const home = join(folder, "home");
  return {
    folder,
    home,
    write: (plan, name = "film.plan.json") => {
      const path = join(folder, name);
      const isText = typeof plan === "string" || plan instanceof Uint8Array;
      writeFileSync(path, isText ? plan : JSON.stringify({ jobs: plan }));
      return path;
    },
    env: { PROXX_HOME: home, ...NO_SETTINGS },
    left: () =>
      existsSync(join(home, "work")) ? readdirSync(join(home, "work"), { recursive: true }).map(String) : [],
  };
}

const NO_SETTINGS = Object.fromEntries(
  Object.keys(process.env).flatMap((name) =>
    /^PROXX_|_(?:API_)?(?:KEY|TOKEN)$/.test(name) && name !== "PROXX_HOME" ? [[name, undefined]] : [],
  ),
);

/** A clip as small as `generate` makes them. */
export function scene(id: string, prompt: string, duration = 0.5): object {
  return { id, type: "generate", params: { prompt, duration, resolution: "480p", fps: 10 } };
}

/** The film of these scenes, captioned. */
export function film(...prompts: string[]): object[] {
  return [
    ...prompts.map((prompt, index) => scene(`scene${index + 1}`, prompt)),
    {
      id: "film",
      type: "merge",
      params: {
        items: prompts.map((_, index) => `$scene${index + 1}`),
        transition: { type: "crossfade", duration: 0.2 },
      },
    },
    {
      id: "captioned",
      type: "captions",
      params: { video: "$film", captions: [{ text: "Once by the sea", start: 0, end: 0.5 }] },
    },
  ];
}

/** The one document on stdout, checked against its schema. */
export function executionOf(run: ProxxRun): Execution {
  return executionSchema.parse(JSON.parse(run.stdout));
}

/** The issues on stdout. */
export function issuesOf(run: ProxxRun): Issue[] {
  const refusal = JSON.parse(run.stdout) as { valid?: unknown; issues?: unknown };
  if (refusal.valid !== false) throw new Error(`Expected a refusal on stdout, got ${run.stdout.slice(0, 200)}`);
  return issueSchema.array().min(1).parse(refusal.issues);
}

export interface ToolWitness {
  /** With the witness's tools before all others. */
  searchPath: string;
  /** For a child process that is to be witnessed. */
  env: NodeJS.ProcessEnv;
  /** The runs of a tool since the last time this was asked: the tool's name and its arguments. */
  runs: () => string[];
}

/** The machine's tools, which note down when they are run. */
export function toolWitness(folder = join(temporaryFolder(), "bin")): ToolWitness {
  const log = join(folder, "runs.log");
  mkdirSync(folder, { recursive: true });
  for (const name of ["ffmpeg", "ffprobe", "espeak-ng"]) {
    const real = (process.env["PATH"] ?? "").split(delimiter).find((entry) => existsSync(join(entry, name)));
    if (real === undefined) continue;
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\nprintf '%s\\0' "${name} $*" >> "${log}"\nexec "${join(real, name)}" "$@"\n`);
    chmodSync(path, 0o755);
  }
  let read = 0;
  const searchPath = `${folder}${delimiter}${process.env["PATH"]}`;
  return {
    searchPath,
    // What is known of these tools is of no use to anybody else.
    env: { PATH: searchPath, XDG_CACHE_HOME: join(folder, "cache") },
    runs: () => {
      const runs = existsSync(log) ? readFileSync(log, "utf8").split("\0").slice(0, -1) : [];
      const news = runs.slice(read);
      read = runs.length;
      return news;
    },
  };
}

/** Whether a run of a tool only looks: asks what the tool can do, or what a file is. */
export function isProbe(run: string): boolean {
  return run.startsWith("ffprobe ") || /^ffmpeg (?:-version|-hide_banner -(?:codecs|version))$/.test(run);
}
