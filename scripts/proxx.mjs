#!/usr/bin/env node
// `npx proxx …` in a checkout. npm looks here first, so that a checkout which nobody has set up answers as well, and not with whatever
// the registry has under that name. Plain JavaScript for any Node, because it runs before anything is installed.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const command = join(root, "packages", "cli", "bin", "proxx.js");
const pinnedNode = join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");

if (!existsSync(join(root, "node_modules"))) setUp();
if (!existsSync(pinnedNode) || realpathSync(pinnedNode) === realpathSync(process.execPath)) {
  await import(pathToFileURL(command).href);
} else {
  runOnPinnedNode();
}

/** What is on stdout is the command's. */
function setUp() {
  const run = spawnSync(process.execPath, [join(root, "scripts", "start.mjs")], { stdio: ["ignore", 2, 2] });
  if (run.status !== 0) process.exit(run.status ?? 1);
}

/** The first time only: from then on npx finds the pinned Node by itself. */
function runOnPinnedNode() {
  const child = spawn(pinnedNode, [command, ...process.argv.slice(2)], { stdio: "inherit" });
  // Ctrl-C reaches both, and the command decides what comes of it; what is sent to this process alone is handed on.
  process.on("SIGINT", () => {});
  for (const name of ["SIGTERM", "SIGHUP"]) process.on(name, () => child.kill(name));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
