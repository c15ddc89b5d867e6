import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ProxxError } from "@proxx/contract";
import { runTool } from "@proxx/media";
import type { Log } from "../output/log.ts";

const BESIDE_PROGRAM = fileURLToPath(new URL("./page/", import.meta.url));
const CHECKOUT = fileURLToPath(new URL("../../../../", import.meta.url));
/** What the page is made of: itself, and what it takes of others. */
const SOURCES = [
  "packages/dashboard/src",
  "packages/sdk/src/server-client",
  "packages/sdk/src/client",
  "packages/contract/src",
];
const FRAME = ["packages/dashboard/index.html", "packages/dashboard/vite.config.ts", "package-lock.json"];
const BUILD_LIMIT_MS = 120_000;

/**
 * The folder of the page's files. A published program has it beside itself. In a checkout nothing is built beforehand, so
 * it is built when it is first asked for, by a process of its own, and kept until a source is another one. Null where there
 * is nothing to build it with.
 */
export async function pageFolder(log: Log): Promise<string | null> {
  if (existsSync(join(BESIDE_PROGRAM, "index.html"))) return BESIDE_PROGRAM;
  const vite = join(CHECKOUT, "node_modules/vite/bin/vite.js");
  if (!existsSync(join(CHECKOUT, "packages/dashboard/index.html")) || !existsSync(vite)) return null;
  const cache = join(CHECKOUT, "node_modules/.cache/proxx-page");
  const folder = join(cache, await stampOf());
  if (!existsSync(folder)) await build(vite, { cache, folder }, log);
  return folder;
}

async function build(vite: string, { cache, folder }: { cache: string; folder: string }, log: Log): Promise<void> {
  log.info("building the page, this once…");
  await mkdir(cache, { recursive: true });
  const [old, draft] = [await readdir(cache), await mkdtemp(join(cache, "draft-"))];
  const config = join(CHECKOUT, "packages/dashboard/vite.config.ts");
  const { exitCode, stderrTail } = await runTool({
    command: process.execPath,
    args: [vite, "build", "--config", config, "--outDir", draft, "--logLevel", "error"],
    timeoutMs: BUILD_LIMIT_MS,
  });
  if (exitCode !== 0) {
    await rm(draft, { recursive: true, force: true });
    throw new ProxxError("tool_failed", `The page could not be built: ${stderrTail.slice(-5).join(" ")}`, {
      hint: "Run `npm ci`; what can be asked over HTTP works without the page.",
    });
  }
  // Another process may have been at the same: what it has built is as good.
  await rename(draft, folder).catch(() => rm(draft, { recursive: true, force: true }));
  const outdated = old.filter((name) => !name.startsWith("draft-") && join(cache, name) !== folder);
  await Promise.all(outdated.map((name) => rm(join(cache, name), { recursive: true, force: true })));
}

/** Says which sources these are. */
async function stampOf(): Promise<string> {
  const hash = createHash("sha256");
  const inFolders = await Promise.all(
    SOURCES.map(async (folder) => {
      const files = await readdir(join(CHECKOUT, folder), { recursive: true, withFileTypes: true });
      return files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
    }),
  );
  const all = [...FRAME.map((file) => join(CHECKOUT, file)), ...inFolders.flat().sort()];
  for (const file of all) hash.update(file.slice(CHECKOUT.length)).update(await readFile(file));
  return hash.digest("hex").slice(0, 16);
}
