import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Ledger } from "@proxx/engine";
import type { EngineProgramConfig } from "./engine-program.ts";

export interface StartedProgram {
  child: ChildProcess;
  started: Promise<void>;
  closed: Promise<unknown>;
}

export interface EngineProcess extends StartedProgram {
  /** The executions that it said it had taken. */
  taken: string[];
}

/** Starts an engine as a process of its own, which whoever starts it ends. */
export function startEngine(config: EngineProgramConfig): EngineProcess {
  const taken: string[] = [];
  return { ...startProgram("./engine-program.ts", config, (line) => taken.push(line)), taken };
}

/** Starts a program of this folder, which says a line each of what it has done, and `started`. */
export function startProgram(name: string, config: unknown, onLine: (line: string) => void = () => {}): StartedProgram {
  const path = fileURLToPath(new URL(name, import.meta.url));
  const child = spawn(process.execPath, ["--conditions=@proxx/source", path, JSON.stringify(config)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const { promise: started, resolve } = Promise.withResolvers<void>();
  if (child.stdout === null) throw new Error("Expected an output");
  createInterface({ input: child.stdout }).on("line", (line) => (line === "started" ? resolve() : onLine(line)));
  const closed = new Promise((done) => child.once("close", done));
  return { child, started, closed };
}

/** Those that have not ended. */
export async function unfinished(ledger: Ledger, ids: readonly string[]): Promise<string[]> {
  const records = await Promise.all(ids.map((id) => ledger.read(id)));
  return records.flatMap((record, index) => (record?.execution.completedAtMs == null ? [ids[index] ?? ""] : []));
}
