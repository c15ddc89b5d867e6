import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import type { EncodeOutcome } from "./clip-encoder.ts";
import { judgeOutcome } from "./judge-outcome.ts";

/** What is said of an encoder that ended before its end, with nothing on its standard error unless said otherwise. */
async function detailOf(outcome: Partial<EncodeOutcome>): Promise<string | undefined> {
  const ended: EncodeOutcome = {
    command: null,
    exitCode: 1,
    signal: null,
    endedBy: null,
    stderrTail: [],
    errorLines: [],
    finished: false,
    frames: null,
    ...outcome,
  };
  const failure = await judgeOutcome(ended, join(temporaryFolder(), "none.mov"), { stallSeconds: 300 });
  expect(failure?.code).toBe("tool_failed");
  return failure?.message;
}

test("the first complaint is why an encoder ended, else its first words", async () => {
  const stderrTail = ["", "Unknown encoder 'x'"];
  expect(await detailOf({ stderrTail })).toBe("The encoder ended with exit code 1: Unknown encoder 'x'");
  expect(await detailOf({ stderrTail, errorLines: ["[h264 @ 0x55ba461c7cc0] no frame!"] })).toBe(
    "The encoder ended with exit code 1: [h264] no frame!",
  );
});

test("an encoder that ends without a reason is told of by the place and what makes it do so", async () => {
  const silent = "and gave no reason. It does so when a packet of picture or sound cannot be decoded";
  expect(await detailOf({ frames: 892 })).toContain(`The encoder ended with exit code 1 after 892 frames ${silent}`);
  expect(await detailOf({ frames: 1 })).toContain(`after 1 frame ${silent}`);
  expect(await detailOf({})).toContain(`The encoder ended with exit code 1 ${silent}`);
  const warning = "[aac @ 0x55ba461c7cc0] [warning] 2 frames left in the queue on closing";
  expect(await detailOf({ stderrTail: [warning] })).toContain(silent);
});

test("an encoder that was killed, or stopped early with success, has no packet to blame", async () => {
  expect(await detailOf({ exitCode: null, signal: "SIGKILL" })).toBe(
    "The encoder was killed by SIGKILL and gave no reason.",
  );
  expect(await detailOf({ exitCode: 0 })).toBe("The encoder ended with exit code 0 and gave no reason.");
});
