import { closeSync, existsSync, mkdirSync, openSync, readdirSync, renameSync, writeFileSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { TortureSpec } from "./workload.ts";

/** Puts a spec into `pending/` whole: written beside under a hidden name, and renamed. */
export function dropWhole(root: string, { name, text }: TortureSpec): void {
  const path = join(root, "pending", name);
  mkdirSync(dirname(path), { recursive: true });
  const working = join(dirname(path), `.${basename(path)}.writing`);
  writeFileSync(working, text);
  renameSync(working, path);
}

/**
 * Writes a spec byte by byte under its own name, as a slow copy does, while the runner may look at it. False when the
 * machine paused the writing for so long that the spec may rightly have been taken for finished.
 */
export async function dropByteByByte(
  root: string,
  { name, text }: TortureSpec,
  settleSeconds: number,
): Promise<boolean> {
  const path = join(root, "pending", name);
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, "wx");
  let longestPause = 0;
  let last = performance.now();
  for (const [index, byte] of Buffer.from(text).entries()) {
    if (index % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
    writeSync(file, Buffer.of(byte));
    longestPause = Math.max(longestPause, performance.now() - last);
    last = performance.now();
  }
  closeSync(file);
  return longestPause < (settleSeconds * 1000) / 2;
}

export function isPending(root: string, name: string): boolean {
  return existsSync(join(root, "pending", name));
}

/** Whether nothing waits and nothing runs. */
export function isIdle(root: string): boolean {
  const names = ["pending", "running"].flatMap((state) =>
    readdirSync(join(root, state), { recursive: true, encoding: "utf8" }),
  );
  return !names.some((name) => /\.json(\.journal)?$/.test(name));
}
