import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** The packages that a package names in its `package.json`, with the versions that are installed. Our own are left out. */
export function dependencyVersions(manifest: URL): Record<string, string> {
  const own: { dependencies: Record<string, string> } = JSON.parse(readFileSync(manifest, "utf8"));
  const names = Object.keys(own.dependencies).filter((name) => !name.startsWith("@proxx/"));
  return Object.fromEntries(names.map((name) => [name, versionOf(name)]));
}

function versionOf(name: string): string {
  for (const folder of require.resolve.paths(name) ?? []) {
    try {
      const { version }: { version: string } = JSON.parse(readFileSync(join(folder, name, "package.json"), "utf8"));
      return version;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  throw new Error(`The package ${name} is not beside ${dirname(import.meta.url)}`);
}
