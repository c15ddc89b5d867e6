import { execFileSync, type StdioOptions } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../../..");
/** Every package but the private ones, by its folder. */
export const PUBLISHED: readonly string[] = readdirSync(join(ROOT, "packages")).filter((name) => {
  const manifest: { private?: boolean } = JSON.parse(
    readFileSync(join(ROOT, "packages", name, "package.json"), "utf8"),
  );
  return manifest.private !== true;
});

/** Builds, packs and installs Proxx into a project in an empty folder, as a user would; returns the command that starts it. */
export function installProxx(folder: string): [node: string, script: string] {
  const tarballs = join(folder, "tarballs");
  const project = join(folder, "project");
  mkdirSync(tarballs, { recursive: true });
  mkdirSync(project);
  const stdio: StdioOptions = ["ignore", "ignore", "inherit"];
  execFileSync(process.execPath, ["scripts/build.ts"], { stdio, cwd: ROOT });
  const packages = PUBLISHED.map((name) => `--workspace=@proxx/${name}`);
  execFileSync("npm", ["pack", "--silent", ...packages, "--pack-destination", tarballs], { stdio, cwd: ROOT });
  const dependencies = Object.fromEntries(
    readdirSync(tarballs).map((file) => [
      file.replace(/^proxx-(\w+)-.*$/, "@proxx/$1"),
      `file:${join(tarballs, file)}`,
    ]),
  );
  // The packages name each other by a version that no registry has yet: the overrides point them at the tarballs.
  writeFileSync(
    join(project, "package.json"),
    JSON.stringify({ private: true, type: "module", dependencies, overrides: dependencies }),
  );
  execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund"], { stdio, cwd: project });
  return [process.execPath, join(project, "node_modules/@proxx/cli/bin/proxx.js")];
}
