import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Figure } from "./figure.ts";

const PROXX = fileURLToPath(new URL("../../../packages/cli/bin/proxx.js", import.meta.url));
const IDLE_MS = 15_000;

/**
 * `proxx serve` as users start it, on a home that was never used: when it is ready, and how large it is with nothing to do. Started
 * once before, because Node keeps what it compiles of a checkout's sources, and has more to do the first time.
 */
export async function measureIdle(): Promise<Figure[]> {
  await serveIdly(0);
  const { readyMs, idleMb } = await serveIdly(IDLE_MS);
  return [
    { name: "proxx serve: ready on a fresh home", value: readyMs, unit: "ms", most: 2000 },
    { name: "proxx serve: idle", value: idleMb, unit: "MB", most: 150 },
  ];
}

async function serveIdly(forMs: number): Promise<{ readyMs: number; idleMb: number }> {
  const home = mkdtempSync(join(tmpdir(), "proxx-bench-"));
  const startedAt = performance.now();
  const args = ["serve", "--port", "0", "--data", join(home, "data")];
  const child = spawn(process.execPath, [PROXX, ...args], { stdio: ["ignore", "ignore", "pipe"], cwd: home });
  const closed = new Promise((resolve) => child.once("close", resolve));
  try {
    for await (const line of createInterface({ input: child.stderr })) if (line.includes("serves at")) break;
    const readyMs = performance.now() - startedAt;
    await wait(forMs);
    return { readyMs, idleMb: residentMb(child.pid ?? 0) };
  } finally {
    child.kill("SIGTERM");
    await closed;
    rmSync(home, { recursive: true });
  }
}

/** As Linux tells it. */
function residentMb(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return (Number(kilobytes) * 1024) / 1e6;
}
