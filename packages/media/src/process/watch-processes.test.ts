import { tmpdir } from "node:os";
import { program } from "@proxx/testing";
import { expect, test } from "vitest";
import { quoteForShell } from "./quote-for-shell.ts";
import { runTool } from "./run-tool.ts";
import { watchProcesses, type EndedProcess, type ProcessListener, type StartedProcess } from "./watch-processes.ts";

function createWatch() {
  const seen: { process: StartedProcess; ended: EndedProcess | null }[] = [];
  const listener: ProcessListener = (process) => {
    const entry: (typeof seen)[number] = { process, ended: null };
    seen.push(entry);
    return (ended) => {
      entry.ended = ended;
    };
  };
  return { seen, listener };
}

const node = (script: string) => ({ command: process.execPath, args: ["-e", script] });

test("tells of every process that some work starts, and of its end", async () => {
  const { seen, listener } = createWatch();
  await runTool(program("exits", 0));
  await watchProcesses(listener, async () => {
    await Promise.all([runTool({ ...program("exits", 3), cwd: tmpdir() }), runTool(program("exits", 0))]);
    await new Promise((resolve) => setTimeout(resolve, 1));
    await runTool(program("exits", 4));
  });
  await runTool(program("exits", 0));
  expect(seen.map(({ ended }) => ended?.exitCode)).toEqual([3, 0, 4]);
  const { command, args } = program("exits", 3);
  expect(seen[0]?.process).toMatchObject({ argv: [command, ...args], cwd: tmpdir() });
  expect(seen[1]?.process.cwd).toBe(process.cwd());
});

test("tells of a process that is ended, and of none that cannot be started", async () => {
  const { seen, listener } = createWatch();
  await watchProcesses(listener, async () => {
    await runTool({ ...program("forever"), timeoutMs: 100 });
    await runTool({ command: "/no/such/program", args: [], diesWithParent: false }).catch(() => {});
  });
  expect(seen).toHaveLength(1);
  expect(seen[0]?.ended).toMatchObject({ exitCode: null, signal: "SIGTERM" });
  expect(seen[0]?.ended?.seconds).toBeGreaterThanOrEqual(0.1);
});

test.runIf(process.platform === "linux")("tells what a process used", async () => {
  const { seen, listener } = createWatch();
  const work = "const a = Buffer.alloc(200e6, 1); const end = Date.now() + 600; while (Date.now() < end) a[0]++;";
  await watchProcesses(listener, () => runTool(node(work)));
  expect(seen[0]?.ended?.peakMemoryBytes).toBeGreaterThan(200e6);
  expect(seen[0]?.ended?.cpuSeconds).toBeGreaterThan(0.05);
  expect(seen[0]?.ended?.cpuSeconds).toBeLessThan(3);
});

test("is not disturbed by a listener that throws", async () => {
  const listener = () => {
    throw new Error("The listener's own affair");
  };
  expect(await watchProcesses(listener, () => runTool(program("exits", 0)))).toMatchObject({ exitCode: 0 });
});

test.each([
  [["ffmpeg", "-i", "file:/a b.mov", "it's"], `ffmpeg -i 'file:/a b.mov' 'it'\\''s'`],
  [["x", "", "$HOME", "[0:v]scale=1:2", "a;b\nc"], `x '' '$HOME' '[0:v]scale=1:2' 'a;b\nc'`],
])("quotes %j for a shell", (argv, line) => {
  expect(quoteForShell(argv)).toBe(line);
});
