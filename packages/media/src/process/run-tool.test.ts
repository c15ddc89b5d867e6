import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isRunning, program, runningInGroup, temporaryFolder } from "@proxx/testing";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { wrapperCouldNotStart } from "./die-with-parent.ts";
import { runTool, type RunToolOptions, type ToolRun } from "./run-tool.ts";

const onLinux = process.platform === "linux";

/** Runs a tool, gathers what it says, and fails when anything of its process group is left. */
async function run(options: RunToolOptions): Promise<ToolRun & { pid: number; stdout: string[]; stderr: string[] }> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  let pid = 0;
  const ended = await runTool({
    ...options,
    onStart: (started) => {
      pid = started;
      options.onStart?.(started);
    },
    onStdoutLine: (line) => {
      stdout.push(line);
      options.onStdoutLine?.(line);
    },
    onStderrLine: (line) => {
      stderr.push(line);
      options.onStderrLine?.(line);
    },
  });
  await vi.waitFor(() => expect(runningInGroup(pid)).toEqual([]), { interval: 5 });
  return { ...ended, pid, stdout, stderr };
}

describe("a program that ends by itself", () => {
  test("is reported with its exit code, its lines and the tail of stderr", async () => {
    expect(await run(program("exits", 0, "fine"))).toMatchObject({
      exitCode: 0,
      signal: null,
      endedBy: null,
      stdout: [],
      stderr: ["fine"],
      stderrTail: ["fine"],
      wallMs: expect.any(Number) as number,
    });
    expect(await run(program("exits", 3))).toMatchObject({ exitCode: 3, signal: null, endedBy: null });
  });

  test.each(["SIGKILL", "SIGSEGV", "SIGTERM"])("by %s is reported with that signal", async (signal) => {
    expect(await run(program("kills-itself", signal))).toMatchObject({ exitCode: null, signal, endedBy: null });
  });

  test.each([
    [126, "permission denied"],
    [127, "sh: 1: not found"],
    [127, "setpriv: failed to execute something-else: No such file or directory"],
  ])("with exit code %i and “%s” has started", async (exitCode, lastWords) => {
    expect(await run(program("exits", exitCode, lastWords))).toMatchObject({ exitCode, stderrTail: [lastWords] });
  });

  test("has its UTF-8 put together again, however it arrives", async () => {
    expect((await run(program("byte-by-byte", "für 源 😀"))).stdout).toEqual(["für 源 😀"]);
  });

  test("has its progress line split at carriage returns, and its last words heard without a line's end", async () => {
    expect((await run(program("carriage-returns"))).stderr).toEqual(["10%", "55%", "100%", "done", "after all"]);
  });

  test("sees the environment and what is added to it", async () => {
    const args = ["-e", "console.log(process.env.PROXX_TEST, Boolean(process.env.PATH))"];
    expect((await run({ command: process.execPath, args, env: { PROXX_TEST: "yes" } })).stdout).toEqual(["yes true"]);
  });

  test("gets its arguments as they are, without a shell", async () => {
    const words = ["$HOME", "a b", "*", "`id`", "", "--pdeathsig", "-", "é"];
    const args = ["-e", "console.log(JSON.stringify(process.argv.slice(1)))", "--", ...words];
    expect(JSON.parse((await run({ command: process.execPath, args })).stdout[0] ?? "")).toEqual(words);
  });
});

describe("stdin", () => {
  test("is at its end at once", async () => {
    expect((await run(program("echoes-input"))).stdout).toEqual(["end of input"]);
  });

  test("gives the input, whole", async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index} — é源😀`);
    expect((await run({ ...program("echoes-input"), input: lines.join("\n") })).stdout).toEqual([
      ...lines,
      "end of input",
    ]);
    expect((await run({ ...program("echoes-input"), input: "" })).stdout).toEqual(["end of input"]);
  });

  test("gives pieces as they are taken: one is made while the one before is on its way, and no more", async () => {
    let made = 0;
    async function* pieces() {
      while (made < 20) {
        made++;
        yield Buffer.alloc(1_000_000, 97 + (made % 3));
      }
    }
    expect(await run({ ...program("silent"), input: pieces(), timeoutMs: 300 })).toMatchObject({ endedBy: "timeout" });
    expect(made).toBeLessThanOrEqual(3);

    made = 0;
    const bytes: Buffer[] = [];
    await runTool({ ...program("echoes-input"), input: pieces(), onStdout: (some) => bytes.push(some) });
    const echoed = Buffer.concat(bytes);
    expect(echoed.length).toBe(20_000_000 + "\nend of input\n".length);
    expect(echoed.subarray(999_999, 1_000_001).toString()).toBe("bc");
  });

  test("is not asked for any more when the program has ended, and what made it is told", async () => {
    const { promise: isClosed, resolve: close } = Promise.withResolvers<void>();
    async function* endless() {
      try {
        for (;;) yield Buffer.alloc(100_000);
      } finally {
        close();
      }
    }
    expect(await run({ ...program("exits", 5), input: endless() })).toMatchObject({ exitCode: 5, endedBy: null });
    await isClosed;
  });

  test("that fails ends the run", async () => {
    async function* failing() {
      yield Buffer.from("one");
      throw new Error("no more of it");
    }
    await expect(run({ ...program("forever"), input: failing() })).rejects.toThrow("no more of it");
  });

  test("may be left unread", async () => {
    expect(await run({ ...program("exits", 5), input: "x".repeat(10_000_000) })).toMatchObject({
      exitCode: 5,
      endedBy: null,
    });
  });
});

describe("a program that cannot be started is `tool_missing`", () => {
  const missing = { code: "tool_missing", hint: expect.stringContaining("proxx doctor") as string };

  test.each(["/nonexistent/ffmpeg", "proxx-no-such-program"])("%s", async (command) => {
    const error: unknown = await runTool({ command, args: ["-version"] }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ ...missing, message: expect.stringContaining(command) as string });
  });

  test("a folder, and a file that is not executable", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "folder"));
    writeFileSync(join(folder, "file"), "#!/bin/sh\n");
    chmodSync(join(folder, "file"), 0o644);
    for (const name of ["folder", "file"]) {
      await expect(runTool({ command: join(folder, name), args: [] })).rejects.toMatchObject(missing);
    }
  });

  test("arguments longer than the system takes are an error of their own", async () => {
    const args = Array.from({ length: 40 }, () => "x".repeat(100_000));
    await expect(runTool({ command: process.execPath, args })).rejects.toMatchObject({ code: "tool_failed" });
  });

  test.runIf(onLinux)("also where the wrapper says so in another language", () => {
    const german = "setpriv: Ausführen von ffmpegx ist fehlgeschlagen: Datei oder Verzeichnis nicht gefunden";
    expect(wrapperCouldNotStart("ffmpegx", 127, german)).toBe(true);
    expect(wrapperCouldNotStart("ffmpegx", 1, german)).toBe(false);
    expect(wrapperCouldNotStart("ffmpegy", 127, german)).toBe(false);
    expect(wrapperCouldNotStart("ffmpegx", 127, "ffmpegx: not found")).toBe(false);
    expect(wrapperCouldNotStart("ffmpegx", 127, undefined)).toBe(false);
  });
});

describe("abort", () => {
  test("before the start starts nothing", async () => {
    const onStart = vi.fn<(pid: number) => void>();
    const ended = await runTool({ ...program("forever"), signal: AbortSignal.abort(), onStart });
    expect(ended).toEqual({ exitCode: null, signal: null, stderrTail: [], endedBy: "abort", wallMs: 0 });
    expect(onStart).not.toHaveBeenCalled();
  });

  test("ends a program that runs for ever", async () => {
    const controller = new AbortController();
    const ended = await run({
      ...program("forever"),
      signal: controller.signal,
      onStdoutLine: () => controller.abort(),
    });
    expect(ended).toMatchObject({ exitCode: null, signal: "SIGTERM", endedBy: "abort", stdout: ["started"] });
  });

  test("right after the start, before the program has done anything, ends it too", async () => {
    const controller = new AbortController();
    const running = run({ ...program("forever"), signal: controller.signal });
    controller.abort();
    expect(await running).toMatchObject({ exitCode: null, signal: "SIGTERM", endedBy: "abort" });
  });

  test("lets a program that minds TERM end in its own way, and hears its last words", async () => {
    const controller = new AbortController();
    const ended = await run({
      ...program("ends-on-sigterm"),
      signal: controller.signal,
      onStdoutLine: () => controller.abort(),
    });
    expect(ended).toMatchObject({ exitCode: 0, signal: null, endedBy: "abort", stdout: ["started", "last words"] });
  });

  test("kills a program that ignores TERM, after the grace period", async () => {
    const controller = new AbortController();
    const ended = await run({
      ...program("ignores-sigterm"),
      signal: controller.signal,
      graceMs: 300,
      onStdoutLine: () => controller.abort(),
    });
    expect(ended).toMatchObject({
      exitCode: null,
      signal: "SIGKILL",
      endedBy: "abort",
      stdout: ["started", "ignored"],
    });
  });

  test("racing with the end of the program leaves nothing and says one thing", async () => {
    for (let round = 0; round < 40; round++) {
      const controller = new AbortController();
      const running = run({ command: "/bin/sh", args: ["-c", "exit 0"], signal: controller.signal });
      setTimeout(() => controller.abort(), round / 8);
      const { endedBy, exitCode, signal } = await running;
      if (endedBy === null) expect({ exitCode, signal }).toEqual({ exitCode: 0, signal: null });
      else
        expect({ endedBy, exitCode, signal }).toEqual(
          exitCode === 0
            ? { endedBy: "abort", exitCode: 0, signal: null }
            : { endedBy: "abort", exitCode: null, signal: "SIGTERM" },
        );
    }
  });

  test.runIf(onLinux)("after the program has ended is no reason, though its pipes are still open", async () => {
    const controller = new AbortController();
    let pid = 0;
    const running = run({
      ...program("leaves-grandchild", "holds-pipes"),
      signal: controller.signal,
      onStart: (started) => (pid = started),
    });
    // Not even a zombie: its exit code has been taken.
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"), { interval: 2 });
    controller.abort();
    expect(await running).toMatchObject({ exitCode: 0, endedBy: null });
  });

  test("leaves no listener on the signal", async () => {
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, "addEventListener");
    const removed = vi.spyOn(signal, "removeEventListener");
    await run({ ...program("exits", 0), signal });
    expect(added).toHaveBeenCalledTimes(1);
    expect(removed.mock.calls[0]?.slice(0, 2)).toEqual(added.mock.calls[0]?.slice(0, 2));
  });
});

/** Time to a stall then passes as told, however busy the machine is. */
function ownClock(): (milliseconds: number) => void {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  return (milliseconds) => vi.advanceTimersByTime(milliseconds);
}

describe("time limits", () => {
  test("a program that runs for ever is ended at its time limit", async () => {
    const ended = await run({ ...program("forever"), timeoutMs: 200 });
    expect(ended).toMatchObject({ exitCode: null, signal: "SIGTERM", endedBy: "timeout" });
    expect(ended.wallMs).toBeGreaterThanOrEqual(199);
  });

  test("a program that falls silent is ended", async () => {
    const ended = await run({ ...program("silent"), stallMs: 200 });
    expect(ended).toMatchObject({ signal: "SIGTERM", endedBy: "stall" });
    expect(ended.wallMs).toBeGreaterThanOrEqual(200);
  });

  test("a program that goes on saying something is not", async () => {
    const letPass = ownClock();
    const ended = await run({ ...program("ticks", 20, 20), stallMs: 1500, onStdoutLine: () => letPass(1000) });
    expect(ended).toMatchObject({ exitCode: 0, endedBy: null });
    expect(ended.stdout.length).toBe(20);
  });

  test("what is said counts only where it is a sign of life", async () => {
    const letPass = ownClock();
    const controller = new AbortController();
    const ended = await run({
      ...program("ticks", 20, 1_000_000),
      signal: controller.signal,
      stallMs: 1500,
      isActivity: (line) => line === "tick 1",
      onStdoutLine: (line) => {
        letPass(1000);
        if (line === "tick 50") controller.abort();
      },
    });
    expect(ended).toMatchObject({ endedBy: "stall" });
  });

  test("the first reason is the one reported, though a second one comes in the grace period", async () => {
    const controller = new AbortController();
    const ended = await run({
      command: "/bin/sh",
      args: ["-c", "trap '' TERM; echo started; while :; do sleep 0.05; done"],
      signal: controller.signal,
      stallMs: 600,
      graceMs: 1200,
      onStdoutLine: () => controller.abort(),
    });
    expect(ended).toMatchObject({ signal: "SIGKILL", endedBy: "abort" });
    expect(ended.wallMs).toBeGreaterThan(1199);
  });

  test("a limit longer than a timer can be is a limit, not none", async () => {
    expect(await run({ ...program("exits", 0), timeoutMs: 2 ** 40, stallMs: Infinity })).toMatchObject({
      exitCode: 0,
      endedBy: null,
    });
  });

  test.each(["timeoutMs", "stallMs", "graceMs"])("a negative %s is a TypeError", async (name) => {
    await expect(runTool({ ...program("exits", 0), [name]: -1 })).rejects.toThrow(
      new TypeError(`Expected \`${name}\` to be a non-negative number, got \`-1\``),
    );
    await expect(runTool({ ...program("exits", 0), [name]: NaN })).rejects.toThrow(TypeError);
  });
});

describe("a flood", () => {
  test("of 100 MB on stderr costs little memory, and its tail is exact", async () => {
    const before = process.memoryUsage.rss();
    let peak = before;
    let count = 0;
    const ended = await runTool({
      ...program("floods-stderr", 100),
      onStderrLine: () => {
        if (++count % 10_000 === 0) peak = Math.max(peak, process.memoryUsage.rss());
      },
    });
    expect(ended.exitCode).toBe(0);
    expect(count).toBe(1_000_000);
    expect(ended.stderrTail).toEqual(
      Array.from({ length: 40 }, (_, index) => `line ${999_960 + index} `.padEnd(99, "x")),
    );
    expect((peak - before) / 1e6).toBeLessThan(150);
  });

  test.each([
    [1, 1024 * 1024],
    [2, 16 * 1024],
  ])("without a line's end on descriptor %i is cut at %i characters", async (descriptor, length) => {
    const before = process.memoryUsage.rss();
    const ended = await run(program("endless-line", 100, descriptor));
    expect(ended).toMatchObject({ exitCode: 0, endedBy: null });
    expect([...ended.stdout, ...ended.stderr].map((line) => line.length)).toEqual([length]);
    expect((process.memoryUsage.rss() - before) / 1e6).toBeLessThan(150);
  });

  test("keeps as many lines of stderr as are asked for", async () => {
    const { stderrTail } = await runTool({ ...program("floods-stderr", 1), stderrTailLines: 3 });
    expect(stderrTail.map((line) => line.slice(0, 9))).toEqual(["line 9997", "line 9998", "line 9999"]);
  });
});

describe.runIf(onLinux)("a grandchild", () => {
  test.each(["holds-pipes", "lets-go"])("that %s goes with its group", async (how) => {
    const ended = await run(program("leaves-grandchild", how));
    expect(ended).toMatchObject({ exitCode: 0, endedBy: null });
    const grandchild = Number(ended.stdout[0]);
    await vi.waitFor(() => expect(isRunning(grandchild)).toBe(false), { interval: 5 });
  });

  test("that left the group and holds the pipes does not hold the run", async () => {
    const ended = await run(program("leaves-grandchild", "escapes"));
    const grandchild = Number(ended.stdout[0]);
    onTestFinished(() => void process.kill(grandchild, "SIGKILL"));
    expect(ended).toMatchObject({ exitCode: 0, endedBy: null });
    expect(isRunning(grandchild)).toBe(true);
  });
});

describe("a listener that throws", () => {
  test.each(["onStdoutLine", "isActivity", "onStart"] as const)(
    "(%s) ends the run, which fails with what was thrown",
    async (name) => {
      let pid = 0;
      const fault = new Error("listener is broken");
      const running = runTool({
        ...program("forever"),
        onStart: (started) => {
          pid = started;
          if (name === "onStart") throw fault;
        },
        onStdoutLine: () => {
          if (name === "onStdoutLine") throw fault;
        },
        isActivity: () => {
          if (name === "isActivity") throw fault;
          return true;
        },
      });
      await expect(running).rejects.toBe(fault);
      expect(runningInGroup(pid)).toEqual([]);
    },
  );
});

test.runIf(onLinux)("a program dies when this process is killed", async () => {
  const script = `
    const { runTool } = await import(${JSON.stringify(pathToFileURL(join(import.meta.dirname, "run-tool.ts")).href)});
    let pid;
    await runTool({ ...${JSON.stringify(program("forever"))}, onStart: (started) => (pid = started), onStdoutLine: () => console.log(pid) });
  `;
  const parent = spawn(process.execPath, ["--conditions=@proxx/source", "--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const pid = await new Promise<number>((resolve) =>
    parent.stdout.once("data", (chunk: Buffer) => resolve(Number(String(chunk)))),
  );
  expect(isRunning(pid)).toBe(true);
  parent.kill("SIGKILL");
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { interval: 5, timeout: 10_000 });
});
