// `npm run fix` writes the list of all operations' builders from the folders that have a signature; the check holds it to them.
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const OPERATIONS = "packages/operations/src";
export const BUILDERS = `${OPERATIONS}/builders.ts`;

/** What stands in the list, with a folder that is about to be made or without. */
export function buildersList(root: string, coming: readonly string[] = []): string {
  const folders = readdirSync(join(root, OPERATIONS)).filter((folder) =>
    existsSync(join(root, OPERATIONS, folder, "signature.ts")),
  );
  const lines = [...folders, ...coming].toSorted().map((folder) => `export * from "./${folder}/signature.ts";\n`);
  return `${HEAD}${lines.join("")}`;
}

const HEAD = `// Every operation a plan can name, as a function that puts it into a composition. Nothing here needs Node: a page that
// composes loads no more than this. Written by \`npm run fix\`, from the folders that have a signature.
`;

if (import.meta.main) writeFileSync(BUILDERS, buildersList("."));
