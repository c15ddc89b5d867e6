import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where distributions put the programs of Postgres, which they leave out of PATH. */
const FOLDERS = ["/usr/lib/postgresql", "/usr", "/opt/homebrew/opt", "/usr/local/opt"];
const VERSIONED = /^(?:pgsql-|postgresql@?)?(\d+)$/;

/** The folder with `initdb` and `pg_ctl` of the newest Postgres of this machine. */
export function findPostgres(searchPath = process.env["PATH"] ?? ""): string {
  const found = [...searchPath.split(delimiter), ...versionedFolders()].find(
    (folder) => folder !== "" && existsSync(join(folder, "initdb")),
  );
  if (found !== undefined) return found;
  throw new Error("Expected Postgres to be installed (`npm run setup` names the package), or DATABASE_URL to be set");
}

/** One of the programs that come with it, which may stand elsewhere: then it is looked for like any other. */
export function postgresProgram(name: string): string {
  const path = join(findPostgres(), name);
  return existsSync(path) ? path : name;
}

function versionedFolders(): string[] {
  const versions = FOLDERS.filter(existsSync).flatMap((parent) =>
    readdirSync(parent).flatMap((name) => {
      const version = VERSIONED.exec(name)?.[1];
      return version === undefined ? [] : [{ version: Number(version), folder: join(parent, name, "bin") }];
    }),
  );
  return versions.sort((one, other) => other.version - one.version).map(({ folder }) => folder);
}
