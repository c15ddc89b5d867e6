import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { processTable } from "../../packages/testing/src/process-table.ts";
import type { Copy } from "./make-copy.ts";
import type { Answer, Question } from "./test-runner.ts";

/** What a test file said: its answer, or none within the time it was given. */
export type Verdict = (Answer & { seconds: number }) | "no answer";

/** The tests of a copy, asked one file at a time by a process of their own, which is ended when it does not answer. */
export class TestAsker {
  readonly #copy: Copy;
  #child: ChildProcess | null = null;

  constructor(copy: Copy) {
    this.#copy = copy;
  }

  async ask(question: Question, limitSeconds: number): Promise<Verdict> {
    const child = (this.#child ??= await this.#start());
    const started = performance.now();
    child.send(question);
    const answer = await nextAnswer(child, limitSeconds);
    if (answer === null) {
      this.close();
      return "no answer";
    }
    return { ...answer, seconds: (performance.now() - started) / 1000 };
  }

  close(): void {
    const pid = this.#child?.pid;
    this.#child = null;
    if (pid !== undefined) for (const one of [...descendants(pid), pid]) end(one);
  }

  async #start(): Promise<ChildProcess> {
    const child = fork(join(this.#copy.root, "scripts/mutate/test-runner.ts"), [], {
      cwd: this.#copy.root,
      env: this.#copy.env,
      execArgv: ["--conditions=@proxx/source"],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    await once(child, "message");
    return child;
  }
}

/** Null when the process ends, or says nothing in time. */
async function nextAnswer(child: ChildProcess, limitSeconds: number): Promise<Answer | null> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), limitSeconds * 1000);
  const { signal } = over;
  try {
    return await Promise.race([
      once(child, "message", { signal }).then(([answer]) => answer as Answer),
      once(child, "exit", { signal }).then(() => null),
    ]);
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}

/** Everything that a process has started, and what that has started: a test may have let loose what does not end. */
function descendants(pid: number): number[] {
  const table = processTable();
  const children = (parent: number): number[] =>
    table.flatMap((entry) => (entry.parent === parent ? [...children(entry.pid), entry.pid] : []));
  return children(pid);
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}
