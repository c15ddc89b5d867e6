import { randomBytes } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { processExists } from "@proxx/media";

export interface WorkFolder {
  /** This process's own, made when it is first needed. */
  folder(): Promise<string>;
}

/** Where unfinished files lie. What processes that are gone have left there is removed first. */
export function openWorkFolder(parent: string): WorkFolder {
  const own = join(parent, `${process.pid}-${randomBytes(4).toString("hex")}`);
  let opened: Promise<string> | null = null;
  return { folder: () => (opened ??= open(parent, own)) };
}

async function open(parent: string, own: string): Promise<string> {
  await mkdir(own, { recursive: true });
  for (const name of await readdir(parent)) {
    const pid = Number(/^(\d+)-[0-9a-f]{8}$/.exec(name)?.[1]);
    const isLeft = !Number.isNaN(pid) && pid !== process.pid && !processExists(pid);
    if (isLeft) await rm(join(parent, name), { recursive: true, force: true });
  }
  return own;
}
