import { AsyncLocalStorage } from "node:async_hooks";
import { sampleUsage, type ProcessUsage } from "./process-usage.ts";

/** A process that was started. */
export interface StartedProcess {
  readonly pid: number;
  readonly argv: readonly string[];
  /** Absolute. */
  readonly cwd: string;
}

/** What became of it, and what it used. */
export interface EndedProcess extends ProcessUsage {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly seconds: number;
}

/** Is told of each process, and gives who is to be told of its end. What either throws is its own affair. */
export type ProcessListener = (process: StartedProcess) => (ended: EndedProcess) => void;

const listeners = new AsyncLocalStorage<ProcessListener>();

/**
 * Does some work, and tells of every process that it starts, however deep in it. Of work within work only the inner
 * listener is told.
 *
 * @example
 * await watchProcesses(
 *   ({ argv }) => ({ seconds }) => console.log(quoteForShell(argv), seconds),
 *   () => probe(path, { ffprobe }),
 * );
 */
export function watchProcesses<Result>(listener: ProcessListener, work: () => Result): Result {
  return listeners.run(listener, work);
}

/** Tells whoever watches that a process has started. Gives what tells of its end. */
export function tellOfProcess(
  child: { readonly pid?: number | undefined; once(event: "exit", listener: () => void): unknown },
  { command, args, cwd }: { command: string; args: readonly string[]; cwd?: string | undefined },
): (how: Pick<EndedProcess, "exitCode" | "signal">) => void {
  const listener = listeners.getStore();
  const { pid } = child;
  if (listener === undefined || pid === undefined) return () => {};
  const startedAt = performance.now();
  const usage = sampleUsage(pid);
  // From then on the system may give the number to another one.
  child.once("exit", () => usage.stop());
  const onEnd = quietly(() => listener({ pid, argv: [command, ...args], cwd: cwd ?? process.cwd() }));
  return (how) => {
    const seconds = Math.round(performance.now() - startedAt) / 1000;
    quietly(() => onEnd?.({ ...how, seconds, ...usage.stop() }));
  };
}

function quietly<Result>(tell: () => Result): Result | undefined {
  try {
    return tell();
  } catch {
    // Whoever looks on does not stop what goes on.
    return undefined;
  }
}
