import { expect, test } from "vitest";
import { program } from "@proxx/testing";
import { runTool, type RunToolOptions } from "./run-tool.ts";
import { toolFailure } from "./tool-failure.ts";

const about = { tool: "The tool", doing: "writing", hint: "Look at it." };

test.each([
  ["ends itself", program("exits", 3), {}, "tool_failed", "The tool ended with 3 while writing: goodbye"],
  ["is killed", program("kills-itself", "SIGKILL"), {}, "tool_failed", "The tool was killed (SIGKILL) while writing."],
  ["says nothing any more", program("silent"), { stallMs: 50 }, "tool_stalled", "The tool stood still while writing"],
  ["takes for ever", program("forever"), { timeoutMs: 50 }, "tool_timeout", "The tool took too long while writing"],
] as const)("a program that %s is told of as such", async (_, command, limits: Partial<RunToolOptions>, code, said) => {
  const failure = toolFailure(await runTool({ ...command, ...limits }), about);
  expect(failure.code).toBe(code);
  expect(failure.message).toContain(said);
});

test("no room is told of as such, and a run that was stopped is no failure of the tool", () => {
  const ended = { exitCode: 1, signal: null, endedBy: null, stderrTail: [] };
  const full = toolFailure(
    { ...ended, stderrTail: ["av_interleaved_write_frame(): No space left on device", "End"] },
    about,
  );
  expect(full).toMatchObject({ code: "disk_full", hint: expect.stringContaining("Make room") as string });
  expect(toolFailure({ ...ended, exitCode: null, signal: "SIGXFSZ" }, about).code).toBe("disk_full");
  expect(toolFailure({ ...ended, endedBy: "abort" }, about).code).toBe("aborted");
});
