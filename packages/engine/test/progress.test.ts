import type { ExecutionProgress } from "@proxx/contract";
import { createRandom } from "@proxx/testing";
import { describe, expect, test, vi } from "vitest";
import { createProgressMeter } from "../src/state/progress-meter.ts";
import { clip, createGate, createWorld, job } from "./world.ts";

test.each([1, 2, 3, 4, 5, 6, 7, 8])("never goes back, however jobs run and report (seed %i)", async (seed) => {
  const random = createRandom(seed);
  const world = createWorld({ computeSlots: 1 + Math.floor(random() * 4) });
  const count = 12;
  const plan = Array.from({ length: count }, (_, index) => {
    const id = `j${index}`;
    const before = Array.from({ length: index }, (_unused, other) => `j${other}`).filter(() => random() < 0.2);
    world.behaviours.set(id, async ({ progress, pause }) => {
      for (let step = 0; step < 10; step++) {
        progress(random() * 12, 10, `step ${step}`);
        if (random() < 0.3) await pause(0);
      }
      if (index === 9 && seed % 2 === 0) throw new Error("fails");
    });
    return before.length === 0
      ? clip(id, `${id} ${seed}`)
      : job(id, "merge", { items: before.map((other) => `$${other}`) });
  });
  const seen: ExecutionProgress[] = [];
  const execution = await world.run(plan, { onProgress: (progress) => seen.push(progress) });
  const values = seen.map(({ progress }) => progress);
  expect(values).toEqual(values.toSorted((a, b) => a - b));
  expect(seen.every(({ completedJobs, totalJobs }) => completedJobs <= totalJobs && totalJobs === count)).toBe(true);
  expect(seen.at(-1)?.progress).toBe(execution.progress);
  expect(values.filter((value) => value === 100)).toHaveLength(execution.status === "completed" ? 1 : 0);
  expect(execution.status).toBe(seed % 2 === 0 ? "failed" : "completed");
});

test("counts the fractions of what runs, and tells no more than ten times a second beside changes of state", async () => {
  const world = createWorld();
  const gate = createGate();
  world.behaviours.set("b", async ({ progress }) => {
    for (let frame = 1; frame <= 500; frame++) progress(frame, 1000, `frame ${frame}`);
    await gate.promise;
  });
  const seen: ExecutionProgress[] = [];
  const running = await world.start([clip("a"), job("b", "transcode", { video: "$a" })], {
    onProgress: (progress) => seen.push(progress),
  });
  await vi.waitFor(() => expect(running.snapshot().progress).toBe(75));
  // The last of them is told, though it came too soon after others.
  await vi.waitFor(() => expect(seen.at(-1)).toMatchObject({ progress: 75, currentJob: "b", message: "frame 500" }));
  // Begin and end of `a`, begin of `b`, and the last report; one more where a tenth of a second passed on the way.
  expect(seen.length).toBeLessThanOrEqual(6);
  expect(running.snapshot().jobs[1]).toMatchObject({ progress: 50, message: "frame 500", status: "processing" });
  gate.open();
  await running.finished;
  expect(seen.at(-1)).toMatchObject({ progress: 100, completedJobs: 2, currentJob: null });
});

const share = (fraction: number, takesTime = true) => ({ fraction, hasBegun: fraction > 0, takesTime });

test("does not go back with what it is told, and leaves the last step to whoever knows that all is done", () => {
  const meter = createProgressMeter();
  meter.update([share(0.5)], 0);
  meter.update([share(0.2)], 100);
  expect(meter.progress).toBe(50);
  meter.update([share(1)], 200);
  expect(meter.progress).toBe(99.9);
});

test("counts for as much as each weighs", () => {
  const meter = createProgressMeter();
  meter.update([{ ...share(1), weight: 3 }, share(0.5)], 0);
  expect(meter.progress).toBe(87.5);
});

describe("the time that is left", () => {
  test("is not told before it can be", () => {
    const meter = createProgressMeter();
    meter.update([share(0), share(0)], 0);
    expect(meter.etaSeconds).toBeNull();
    meter.update([share(0.1), share(0)], 500);
    meter.update([share(0.2), share(0)], 1000);
    expect(meter.etaSeconds).toBeNull();
    meter.update([share(0.4), share(0)], 4500);
    expect(meter.etaSeconds).toBe(16);
  });

  test("goes by what takes time: what is reused makes nothing quicker", () => {
    const meter = createProgressMeter();
    meter.update([share(1, false), share(1, false), share(0.1)], 0);
    meter.update([share(1, false), share(1, false), share(0.5)], 10_000);
    expect(meter.progress).toBe(83.3);
    expect(meter.etaSeconds).toBe(10);
  });

  test("changes little by little", () => {
    const meter = createProgressMeter();
    meter.update([share(0.001)], 0);
    meter.update([share(0.5)], 10_000);
    meter.update([share(0.5)], 20_000);
    // Twenty by now, none by what was said before.
    expect(meter.etaSeconds).toBe(6);
  });
});
