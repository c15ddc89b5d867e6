// A worker with one slot as a process of its own, whose jobs cost what their prompts say: `300 ms` of one core, or an encode of
// `2 s` in one thread. It works until its stdin ends.
import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { openLedger } from "@proxx/database";
import { createEngine } from "@proxx/engine";
import { runTool } from "@proxx/media";
import { createCostlyOperation } from "./costly-operation.ts";

const { home, url } = JSON.parse(process.argv[2] ?? "") as { home: string; url: string | null };
const ledger = await openLedger({ url, file: join(home, "proxx.sqlite") });

/** Of a picture that takes about as long to encode as it lasts, on one core of this machine. */
async function encode(seconds: number): Promise<void> {
  const source = `testsrc2=s=1280x720:r=50:d=${seconds}`;
  const args = ["-v", "error", "-f", "lavfi", "-i", source, "-c:v", "libx264", "-preset", "fast"];
  const run = await runTool({ command: "ffmpeg", args: [...args, "-threads", "1", "-f", "null", "-"] });
  if (run.exitCode !== 0) throw new Error(`ffmpeg ended with ${run.exitCode}`);
}

/** In a thread of its own: what a job computes is done by other processes, and not by the one that has its execution. */
async function burn(milliseconds: number): Promise<void> {
  const code = `
    const before = process.threadCpuUsage();
    for (;;) {
      const { user, system } = process.threadCpuUsage(before);
      if (user + system >= ${milliseconds * 1000}) break;
    }`;
  await once(new Worker(code, { eval: true }), "exit");
}

const engine = createEngine({
  home,
  operations: [
    createCostlyOperation(async (prompt) => {
      const [amount = "0", unit] = prompt.split(" ");
      if (unit === "ms") await burn(Number(amount));
      else await encode(Number(amount));
    }),
  ],
  ledger,
  sharesJobs: true,
  computeSlots: 1,
  fetchSource: () => Promise.reject(new Error("Expected nothing to be fetched")),
});
process.stdin.on("end", () => void engine.close().then(() => ledger.close()));
process.stdin.resume();
await engine.resume();
process.stdout.write("started\n");
