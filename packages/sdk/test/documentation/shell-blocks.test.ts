import { spawn } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { text as readAll } from "node:stream/consumers";
import { bundledProxx, everydayClip } from "@proxx/testing";
import { createTestDatabase } from "@proxx/testing/postgres";
import { describe, expect, it, onTestFinished } from "vitest";
import { documentedWorld } from "./documented-world.ts";
import { printedBlocks } from "./printed-blocks.ts";

/** By what they hold: what is not run here, and why. */
const NOT_RUN: Readonly<Record<string, string>> = {
  "npm run demo": "sets a checkout up",
  "npm install": "asks the registry",
  "proxx serve": "listens until it is stopped; the command line's serve.test.ts runs it",
  "webhooks listen": "the same; webhooks-listen.test.ts runs it",
  "proxx keys": "speaks of a key that was made before; keys.test.ts runs it",
  "/api/execute": "asks a server; guide.test.ts asks one",
  "/api/movies": "the same; movies.test.ts asks one",
  "movie create": "makes minutes of movie, and asks a page of the web; movie-create.test.ts makes a short one",
  "movie check": "speaks of a movie that was made before; movie-check.test.ts runs it",
  "voices add": "fetches a voice from the web; voices.test.ts of the command line runs it against a server",
  "docker ": "needs a container engine; what the Dockerfile does is tried by deploy/image/try-in-a-root.sh",
  "try-in-a-root.sh": "makes a whole Debian, for minutes and as root",
  kubectl: "needs a cluster; deploy/test/kubernetes.test.ts reads the manifests",
  "systemctl ": "changes the machine; deploy/test/systemd.test.ts reads the units",
  "systemd-run": "the same",
  "--provider": "needs a provider's package; own-provider.test.ts runs it",
};

/** The Postgres of the pages. */
const DATABASE = "postgres://proxx@db/proxx";

const BLOCKS = printedBlocks("sh").filter(({ text }) => !Object.keys(NOT_RUN).some((part) => text.includes(part)));

describe("the commands that the pages print", () => {
  it.each(BLOCKS)("run as they are printed: $place", async ({ text }) => {
    const world = documentedWorld(text);
    onTestFinished(world.remove);
    prepare(world.folder, text);
    const placed = world.placed(text).replaceAll(DATABASE, await databaseFor(text));
    const child = spawn("bash", ["-euo", "pipefail", "-c", placed], {
      cwd: world.folder,
      env: {
        PATH: `${installCommands(world.folder)}${delimiter}${process.env["PATH"]}`,
        HOME: world.folder,
        PROXX_HOME: join(world.folder, "home"),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [stderr, code] = await Promise.all([
      readAll(child.stderr),
      new Promise<number | null>((resolve) => child.once("close", resolve)),
      readAll(child.stdout),
    ]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
  });
});

/** Quoted, where a block asks for one. */
async function databaseFor(block: string): Promise<string> {
  if (!block.includes(DATABASE)) return "";
  const { url, drop } = await createTestDatabase();
  onTestFinished(drop);
  return `'${url}'`;
}

/** What a reader has before a block: a clip, documents where the block does not write them itself, a job that failed. */
function prepare(folder: string, block: string): void {
  const clip = join(folder, "clip.mov");
  copyFileSync(everydayClip(), clip);
  copyFileSync(clip, join(folder, "media/card1/A001.mov"));
  const job = {
    jobspec_version: "1.0.0",
    created_at: "2026-11-20T10:00:00Z",
    sources: [clip],
    output_dir: folder,
    output_name_template: "{source_name}_proxy",
    codec: "h264",
    container: "mp4",
    fps_mode: "preserve_source",
    proxy_profile: "proxy_h264_low",
  };
  const params = { prompt: "A tent", duration: 0.5, resolution: "480p", fps: 10 };
  const plan = { jobs: [{ id: "clip", type: "generate", params }] };
  if (!block.includes("-o job.json")) writeFileSync(join(folder, "job.json"), JSON.stringify(job));
  for (const name of ["plan.json", "film.plan.json"]) writeFileSync(join(folder, name), JSON.stringify(plan));
  for (const place of ["pending", "running", "completed", "failed"]) mkdirSync(join(folder, place));
  for (const name of ["job.json", "job.result.json"]) writeFileSync(join(folder, "failed", name), "{}");
}

/** `proxx` as it is installed, which watches a folder once only, and `npx` that looks no further. */
function installCommands(folder: string): string {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const proxx = `exec "${process.execPath}" --conditions=@proxx/source "${bundledProxx()}" "$@"`;
  const commands = {
    proxx: `case "$*" in *--init*|*--status*|*--once*) ;; watch*) set -- "$@" --once ;; esac\n${proxx}`,
    npx: 'exec "$@"',
    notify: 'echo "$@"',
  };
  for (const [name, lines] of Object.entries(commands)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${lines}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return bin;
}
