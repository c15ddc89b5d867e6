import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Copy } from "./make-copy.ts";

/** Whether the compiler says something of a file of the copy, as it is there now. */
export async function refusedByTypes({ root, env }: Copy, file: string): Promise<boolean> {
  const child = spawn(join(root, "node_modules/.bin/tsc"), ["-p", ".", "--pretty", "false"], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "ignore"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await once(child, "close");
  return said.includes(`${file}(`);
}
