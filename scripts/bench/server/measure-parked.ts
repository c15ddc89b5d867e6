import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Figure } from "./figure.ts";
import { runProgram } from "./run-program.ts";

const JOBS = 10_000;
const MIB = 1024 ** 2;

interface Held {
  readonly bytes: number;
  readonly resident: number;
  readonly taken: number;
}

/** What jobs hold of a process that wait for somebody else. */
export async function measureParked(name: string, url: string | null): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), "proxx-bench-"));
  try {
    await using program = runProgram("parking-program.ts", { home, url, jobs: JOBS }, ["--expose-gc"]);
    const before = (await program.next()) as Held;
    const after = (await program.ask()) as Held;
    const what = `${name}: ${JOBS} parked jobs`;
    return [
      { name: `${what}, memory`, value: (after.bytes - before.bytes) / MIB, unit: "MiB", most: 50 },
      {
        name: `${what}, by which the process is larger`,
        value: (after.resident - before.resident) / MIB,
        unit: "MiB",
        most: null,
      },
      { name: `${what}, slots`, value: after.taken, unit: "", most: 0 },
    ];
  } finally {
    rmSync(home, { recursive: true });
  }
}
