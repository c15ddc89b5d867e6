import { expect, test } from "vitest";
import { createPollBell } from "./poll-bell.ts";

const run = { provider: "replicate", id: "p1" } as const;
const never = new AbortController().signal;
/** Longer than a test may take. */
const LONG_MS = 600_000;

test("ends a pause when the webhook comes", async () => {
  const bell = createPollBell();
  const pause = bell.pauseOf(() => run)(LONG_MS, never);
  bell.ring(run);
  await expect(pause).resolves.toBeUndefined();
});

test("keeps a ring that came before anybody paused, once", async () => {
  const bell = createPollBell();
  bell.ring(run);
  bell.ring(run);
  await bell.pauseOf(() => run)(LONG_MS, never);
  const second = bell.pauseOf(() => run)(1, never);
  await expect(second).resolves.toBeUndefined();
});

test("lets the rings of others pass", async () => {
  const bell = createPollBell();
  const controller = new AbortController();
  const pause = bell.pauseOf(() => run)(LONG_MS, controller.signal);
  bell.ring({ provider: "fal", id: "p1" });
  bell.ring({ provider: "replicate", id: "p2" });
  const first = await Promise.race([
    pause.then(() => "woken"),
    new Promise((resolve) => setImmediate(() => resolve("asleep"))),
  ]);
  expect(first).toBe("asleep");
  controller.abort();
  await pause;
});

test("ends a pause when the run is aborted", async () => {
  const bell = createPollBell();
  await expect(bell.pauseOf(() => null)(LONG_MS, AbortSignal.abort())).resolves.toBeUndefined();
});
