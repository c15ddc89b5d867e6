import { spawn } from "node:child_process";

/** Runs a program to its end with its output thrown away; anything but exit code 0 is an error. */
export async function finish([program = "", ...args]: readonly string[]): Promise<void> {
  const child = spawn(program, args, { stdio: "ignore" });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}`);
}
