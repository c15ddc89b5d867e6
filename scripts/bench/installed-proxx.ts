import { execFileSync, type StdioOptions } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Builds, packs and installs Proxx into an empty project, as a user would; returns the command that starts it. */
export function installedProxx(folder = resolve("node_modules/.cache/proxx-installed")): string[] {
  rmSync(folder, { recursive: true, force: true });
  const tarballs = join(folder, "tarballs");
  mkdirSync(tarballs, { recursive: true });
  const quiet: { stdio: StdioOptions } = { stdio: ["ignore", "ignore", "inherit"] };
  execFileSync(process.execPath, ["--conditions=@proxx/source", "scripts/build.ts"], quiet);
  const packages = ["contract", "media", "transcode", "cli"].map((name) => `--workspace=@proxx/${name}`);
  execFileSync("npm", ["pack", "--silent", ...packages, "--pack-destination", tarballs], quiet);
  const project = join(folder, "project");
  mkdirSync(project);
  const dependencies = Object.fromEntries(
    readdirSync(tarballs).map((file) => [file.replace(/^proxx-(\w+)-.*$/, "@proxx/$1"), `file:${join(tarballs, file)}`]),
  );
  // The packages name each other by version, which no registry has yet: the overrides point them at the tarballs.
  writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, dependencies, overrides: dependencies }));
  execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund"], { ...quiet, cwd: project });
  return [process.execPath, join(project, "node_modules/@proxx/cli/bin/proxx.js")];
}
