import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A process of a benchmark: it says a line when it is ready and one for each question, and ends with its input. */
export interface BenchProgram extends AsyncDisposable {
  readonly pid: number;
  /** What it says next, as JSON. */
  next(): Promise<unknown>;
  ask(): Promise<unknown>;
}

/** `name` is a file beside this one, which is given `config` as its argument. */
export function runProgram(name: string, config: object, flags: readonly string[] = []): BenchProgram {
  const path = fileURLToPath(new URL(name, import.meta.url));
  const child = spawn(process.execPath, ["--conditions=@proxx/source", ...flags, path, JSON.stringify(config)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`${name} has ended`);
    return JSON.parse(value) as unknown;
  };
  return {
    pid: child.pid ?? 0,
    next,
    ask() {
      child.stdin.write("?\n");
      return next();
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await closed;
    },
  };
}

/** The other side: answers each question on standard input, and ends with it. */
export async function answerQuestions(answer: () => Promise<unknown>): Promise<void> {
  for await (const _ of createInterface({ input: process.stdin })) say(await answer());
}

export function say(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
