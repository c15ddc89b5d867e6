import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type Server } from "@proxx/server";
import { afterAll, beforeAll, expect, it } from "vitest";

// The programs of examples/ as they are, with PROXX_API_URL. Their webhooks are at addresses of this machine.

const home = mkdtempSync(join(tmpdir(), "proxx-examples-"));
let server: Server;
beforeAll(async () => {
  server = await createServer({
    port: 0,
    runtime: { environment: process.env, home },
    allowPrivateWebhooks: true,
    graceMs: 0,
  });
});
afterAll(async () => {
  await server.close();
  rmSync(home, { recursive: true, force: true });
});

it.each([
  ["webhook", [/^exec_\w+ (pending|processing)$/, /^exec_\w+ completed http:.*\/api\/artifacts\/[0-9a-f]{64}$/]],
  ["fire-and-forget", [/^Execution started: exec_/, /^\/webhook\/complete: completed, 4 s, http:.*\/api\/artifacts\//]],
])("%s is told of its end by the server", async (name, lines) => {
  const { code, stdout, stderr } = await runExample(name);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout.trimEnd().split("\n")).toEqual(lines.map((line) => expect.stringMatching(line) as string));
});

async function runExample(name: string) {
  const child = spawn(process.execPath, ["--conditions=@proxx/source", "scripts/example.ts", name], {
    cwd: join(import.meta.dirname, "../../.."),
    env: { ...process.env, PROXX_API_URL: server.url },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, stdout, stderr };
}
