import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export interface Copy {
  root: string;
  /** The files that git knows or would take, by their paths. */
  files: string[];
  /** For programs in the copy: nothing that they leave behind is left anywhere else. */
  env: NodeJS.ProcessEnv;
  remove: () => void;
}

/** A copy of the working tree to be thrown away: changed code runs there and nowhere else. */
export function makeCopy(): Copy {
  const root = mkdtempSync(join(tmpdir(), "proxx-mutate-"));
  // Some tests become another user, who has to get at the files that they made in here.
  chmodSync(root, 0o755);
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { encoding: "utf8" })
    .trim()
    .split("\n");
  const files = listed.filter((file) => existsSync(file));
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    cpSync(file, join(root, file));
  }
  linkDependencies(root);
  const temporary = join(root, "temporary");
  const home = join(root, "home");
  mkdirSync(temporary);
  mkdirSync(home);
  return {
    root,
    files,
    env: { ...process.env, TMPDIR: temporary, HOME: home, XDG_CACHE_HOME: join(home, "cache") },
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** The packages of the copy are its own; what they depend on is linked, and the clips that tests make are copied. */
function linkDependencies(root: string): void {
  const from = join(process.cwd(), "node_modules");
  const to = join(root, "node_modules");
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    if (name === "@proxx") {
      cpSync(join(from, name), join(to, name), { recursive: true, verbatimSymlinks: true });
    } else if (name === ".cache") {
      cpSync(join(from, name), join(to, name), { recursive: true });
    } else if (!name.startsWith(".vite")) {
      symlinkSync(join(from, name), join(to, name));
    }
  }
}
