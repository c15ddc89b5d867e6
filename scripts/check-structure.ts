// What no linter looks at: that rooms stay small, and that the pages which name files tell the truth.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { BUILDERS, buildersList } from "./builders-list.ts";

const MAX_LINES = 250;
const MAX_FILES_SIDE_BY_SIDE = 18;
/** Pages whose every name of a file or a folder must exist. */
const MAPS = ["docs/architecture.md", "AGENTS.md", "CONTRIBUTING.md"];
/** What a recipe calls the thing that is yet to be made, and what stands for any name. */
const PLACEHOLDER = /acme|colour-grade|[<>*{}]|^\.\.\//;

const tracked = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { encoding: "utf8" }).trim().split("\n");
const files = tracked.filter((file) => existsSync(file));
const sources = files.filter((file) => /^packages\/[^/]+\/src\/.*\.ts$/.test(file) && !file.endsWith(".test.ts"));

const faults = [
  ...sources.flatMap(findLongFile),
  ...findFullFolders(),
  ...sources.flatMap(findNeighbourOperation),
  ...files.filter((file) => file.endsWith(".ts")).flatMap(findPackedObjects),
  ...findUnlistedBuilders(),
  ...MAPS.flatMap(findDeadNames),
];
for (const fault of faults) process.stdout.write(`${fault}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;

function findLongFile(file: string): string[] {
  // A table of a provider's models is as long as the provider's list.
  if (file.endsWith("-models.ts")) return [];
  const lines = readFileSync(file, "utf8").split("\n").length - 1;
  return lines > MAX_LINES ? [`${file}: ${lines} lines, at most ${MAX_LINES}; are these two ideas?`] : [];
}

function findFullFolders(): string[] {
  const byFolder = Map.groupBy(sources, (file) => dirname(file));
  return [...byFolder].flatMap(([folder, { length }]) =>
    length > MAX_FILES_SIDE_BY_SIDE
      ? [`${folder}: ${length} files side by side, at most ${MAX_FILES_SIDE_BY_SIDE}; in which order do they happen?`]
      : [],
  );
}

/** An operation's folder is its own: what two of them need stands in a room beside them. */
function findNeighbourOperation(file: string): string[] {
  const own = operationFolder(file);
  if (own === null) return [];
  const imports = [...readFileSync(file, "utf8").matchAll(/from "(\.\.\/[^"]+)"/g)];
  return imports.flatMap(([, path = ""]) => {
    const other = operationFolder(join(dirname(file), path));
    return other === null || other === own ? [] : [`${file}: imports ${path} of another operation`];
  });
}

function operationFolder(file: string): string | null {
  const folder = /^packages\/operations\/src\/([^/]+)\//.exec(file)?.[1] ?? null;
  return folder !== null && existsSync(`packages/operations/src/${folder}/signature.ts`) ? folder : null;
}

function findUnlistedBuilders(): string[] {
  const isWhole = readFileSync(BUILDERS, "utf8") === buildersList(".");
  return isWhole ? [] : [`${BUILDERS}: not the list of the operations' folders; \`npm run fix\` writes it`];
}

/** Several properties spread out of an object made on the spot read as if something were merged. */
function findPackedObjects(file: string): string[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line, index) => (/\.{3}\{ /.test(line) ? [`${file}:${index + 1}: properties packed into a spread`] : []));
}

/** Names of a map stand in backticks: a path from the root, below `packages/`, or the end of one that is there. */
function findDeadNames(page: string): string[] {
  const names = [...readFileSync(page, "utf8").matchAll(/`([\w@./<>*{},-]+)`/g)].map(([, name = ""]) => name);
  const isPath = (name: string) => /\w\.(?:ts|mjs|js|json|md|py)$/.test(name) || name.endsWith("/");
  return names
    .filter((name) => isPath(name) && !PLACEHOLDER.test(name) && !isThere(name))
    .map((name) => `${page}: \`${name}\` is not there`);
}

function isThere(name: string): boolean {
  const bare = name.replace(/^\.?\//, "").replace(/\/$/, "");
  if (existsSync(bare) || existsSync(join("packages", bare))) return true;
  if (name.endsWith("/")) return files.some((file) => `/${dirname(file)}/`.includes(`/${bare}/`));
  return files.some((file) => (bare.includes("/") ? file.endsWith(`/${bare}`) : basename(file) === bare));
}
