import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Ledger } from "@proxx/engine";
import type { EngineProgramConfig } from "./engine-program.ts";

const PROGRAM = fileURLToPath(new URL("./engine-program.ts", import.meta.url));

export interface EngineProcess {
  child: ChildProcess;
  /** The executions that it said it had taken. */
  taken: string[];
  started: Promise<void>;
  closed: Promise<unknown>;
}

/** Starts an engine as a process of its own, which whoever starts it ends. */
export function startEngine(config: EngineProgramConfig): EngineProcess {
  const child = spawn(process.execPath, ["--conditions=@proxx/source", PROGRAM, JSON.stringify(config)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const taken: string[] = [];
  const { promise: started, resolve } = Promise.withResolvers<void>();
  if (child.stdout === null) throw new Error("Expected an output");
  createInterface({ input: child.stdout }).on("line", (line) => (line === "started" ? resolve() : taken.push(line)));
  const closed = new Promise((done) => child.once("close", done));
  return { child, taken, started, closed };
}

/** Those that have not ended. */
export async function unfinished(ledger: Ledger, ids: readonly string[]): Promise<string[]> {
  const records = await Promise.all(ids.map((id) => ledger.read(id)));
  return records.flatMap((record, index) => (record?.execution.completedAtMs == null ? [ids[index] ?? ""] : []));
}
