// What `npm ci` would refuse, told beforehand: npm leaves out of the lock what it did not install on the machine at hand.
import { readFileSync } from "node:fs";

interface LockedPackage {
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
  packages: Readonly<Record<string, LockedPackage>>;
};

const faults = Object.entries(packages).flatMap(([path, locked]) => [
  ...Object.keys({ ...locked.dependencies, ...locked.optionalDependencies })
    .filter((name) => !isLocked(name, path))
    .map(
      (name) => `package-lock.json: ${path} takes ${name}, which is not in it; run \`npm install --package-lock-only\``,
    ),
  ...(locked.link === true || locked.resolved === undefined ? [] : [`package-lock.json: ${path} names a host`]),
]);
for (const fault of faults) process.stdout.write(`${fault}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;

/** Where Node looks for it: beside whoever takes it, then further up. */
function isLocked(name: string, path: string): boolean {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/")))) {
    if (packages[[folder, "node_modules", name].filter(Boolean).join("/")] !== undefined) return true;
    if (folder === "") return false;
  }
}
