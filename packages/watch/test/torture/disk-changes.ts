/**
 * Puts itself between the runner and the disk: counts what it changes below a folder, and lets one of these changes be the
 * last thing that the process does, or fail.
 */
import fs from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { relative } from "node:path";

export interface DiskChangeOptions {
  /** What happens elsewhere is not looked at. */
  folder: string;
  /** False for a file system without hard links (exFAT, some shares). */
  hardLinks: boolean;
  /** Called for each change. What it returns happens at that change. */
  decide: (description: string) => "before" | "after" | "torn" | "fail-before" | "fail-after" | null;
}

type Change = (...args: unknown[]) => Promise<unknown>;

export function interceptDiskChanges(options: DiskChangeOptions): void {
  for (const name of ["link", "unlink", "rename", "writeFile", "utimes", "rm"] as const) {
    const unchanged = fs.promises[name];
    const original: Change = (...args) => Reflect.apply(unchanged, fs.promises, args);
    const changed = (...args: unknown[]) => {
      const path = args.slice(0, 2).find((argument) => isBelow(argument, options.folder));
      if (path === undefined) return original(...args);
      if (name === "link" && !options.hardLinks && !isLock(args[1])) return Promise.reject(failure("EPERM"));
      const half = name === "writeFile" ? () => original(args[0], halfOf(args[1]), args[2]) : null;
      return change(`${name} ${relative(options.folder, path)}`, () => original(...args), half, options);
    };
    Object.assign(fs.promises, { [name]: changed });
  }
  const open = fs.promises.open;
  Object.assign(fs.promises, {
    open: async (...args: Parameters<typeof open>): Promise<FileHandle> => {
      const [path, flags] = args;
      if (!isBelow(path, options.folder)) return open(...args);
      const name = relative(options.folder, path);
      const makes = typeof flags === "string" && /^[wa]/.test(flags);
      const handle = makes ? await change(`open ${name}`, () => open(...args), null, options) : await open(...args);
      return interceptHandle(handle, name, options);
    },
  });
  syncBuiltinESMExports();
}

function interceptHandle(handle: FileHandle, name: string, options: DiskChangeOptions): FileHandle {
  for (const method of ["appendFile", "writeFile", "sync", "datasync"] as const) {
    const unchanged = handle[method];
    const original: Change = (...args) => Reflect.apply(unchanged, handle, args);
    const changed = (...args: unknown[]) => {
      const half = method.endsWith("File") ? () => original(halfOf(args[0])) : null;
      return change(`${method} ${name}`, () => original(...args), half, options);
    };
    Object.assign(handle, { [method]: changed });
  }
  return handle;
}

async function change<Result>(
  description: string,
  make: () => Promise<Result>,
  makeHalf: (() => Promise<unknown>) | null,
  options: DiskChangeOptions,
): Promise<Result> {
  const decision = options.decide(description);
  if (decision === "before") die();
  if (decision === "torn") {
    await makeHalf?.();
    die();
  }
  // A file that is made and then fails to be open is nothing that happens.
  if (decision === "fail-before" || (decision === "fail-after" && description.startsWith("open ")))
    throw failure("ENOSPC");
  const result = await make();
  if (decision === "after") die();
  if (decision === "fail-after") throw failure("EIO");
  return result;
}

function die(): void {
  process.kill(process.pid, "SIGKILL");
}

function halfOf(data: unknown): string {
  const text = String(data);
  return text.slice(0, Math.ceil(text.length / 2));
}

function isBelow(path: unknown, folder: string): path is string {
  return typeof path === "string" && path.startsWith(`${folder}/`);
}

/** The lock has its own way without hard links, which takes ten seconds to be sure that its holder is dead. */
function isLock(path: unknown): boolean {
  return String(path).includes(".proxx-watch.lock");
}

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: made to fail`), { code });
}
