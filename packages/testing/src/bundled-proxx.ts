import { copyFileSync, cpSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { builtOnce, ROOT } from "./built-once.ts";

let script: string | null = null;

/**
 * `proxx` as it is published, of the sources as they are now: one bundle, which starts in a quarter of the time that loading
 * eight hundred modules takes.
 */
export function bundledProxx(): string {
  script ??= join(bundle(), "bin/proxx.js");
  return script;
}

/** As deep in the checkout as the source that looks for the page, which is built from there. */
function bundle(): string {
  const packages = readdirSync(join(ROOT, "packages")).map((name) => `packages/${name}`);
  return builtOnce({
    name: "proxx-bundle",
    sources: [
      ...["package-lock.json", "rolldown.config.ts", "packages/cli/package.json", "packages/cli/bin"],
      ...packages.flatMap((folder) => [`${folder}/src`, `${folder}/resolve-bridge`]),
    ],
    command: (folder) => ["rolldown", "--config", "rolldown.config.ts", "--dir", join(folder, "dist")],
    complete(folder) {
      mkdirSync(join(folder, "bin"));
      for (const file of ["package.json", "bin/proxx.js"]) {
        copyFileSync(join(ROOT, "packages/cli", file), join(folder, file));
      }
      cpSync(join(ROOT, "packages/transcode/resolve-bridge"), join(folder, "resolve-bridge"), { recursive: true });
    },
  });
}
