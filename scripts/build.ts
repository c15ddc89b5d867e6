// Libraries are built by tsc, file by file. The program is one bundle with all it uses inside: started a hundred times
// for a hundred short clips, the 60 ms that loading 150 modules takes are what it would spend most of its own time on.
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runStep } from "./run-step.ts";

const LIBRARIES = [
  ...["contract", "media", "transcode", "watch"],
  ...[
    "network",
    "drawing",
    "providers",
    "voices",
    "composition",
    "operations",
    "renderer",
    "remotion",
    "slides",
    "movie",
    "engine",
    "database",
    "storage",
    "runtime",
    "server",
    "sdk",
  ],
];
const BUNDLED = [
  { name: "bidi-js", licence: "LICENSE.txt" },
  ...[
    "commander",
    "hono",
    "@hono/node-server",
    "ipaddr.js",
    "zod",
    "preact",
    "@preact/signals",
    "@preact/signals-core",
    "yaml",
  ].map((name) => ({ name, licence: "LICENSE" })),
];
const cli = "packages/cli";

// Stale files of a renamed source would be published with the rest.
for (const name of [...LIBRARIES, "cli"]) rmSync(`packages/${name}/dist`, { recursive: true, force: true });
const built =
  (await runStep({ name: "libraries (tsc -b)", command: "tsc", args: ["-b", "tsconfig.build.json"] })) &&
  (await runStep({ name: "program (rolldown)", command: "rolldown", args: ["--config", "rolldown.config.ts"] })) &&
  (await runStep({
    name: "page (vite)",
    command: "vite",
    args: ["build", "--config", "packages/dashboard/vite.config.ts", "--outDir", resolve(cli, "dist/page")],
  }));
if (built) {
  cpSync("packages/transcode/resolve-bridge", join(cli, "resolve-bridge"), { recursive: true });
  const licences = BUNDLED.map(
    ({ name, licence }) => `${name}\n\n${readFileSync(join("node_modules", name, licence), "utf8")}`,
  );
  writeFileSync(join(cli, "dist", "bundled-licences.txt"), licences.join("\n\n----\n\n"));
}
process.exitCode = built ? 0 : 1;
