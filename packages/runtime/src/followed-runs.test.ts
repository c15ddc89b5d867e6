import type { Execution, Job } from "@proxx/contract";
import { createMemoryJournal } from "@proxx/engine";
import { expect, test } from "vitest";
import { followRuns } from "./followed-runs.ts";

const RUN = { provider: "fal", id: "request-1" } as const;

/** An execution with one job that runs for the first time. */
async function begin() {
  const runs = followRuns(createMemoryJournal());
  const job = { id: "clip", type: "generate", status: "pending" } as Job;
  const document = { id: "exec_1", status: "processing", jobs: [job] } as Partial<Execution> as Execution;
  await runs.journal.create({ plan: { jobs: [] }, tenant: null, resultJob: "clip", document });
  await runs.journal.beginAttempt("exec_1", "clip", {});
  return runs;
}

test("knows the job by what it noted down, until it takes that back", async () => {
  const { journal, jobOf } = await begin();
  expect(jobOf(RUN)).toBeNull();
  await journal.writeNote("exec_1", "clip", 1, RUN);
  expect(jobOf(RUN)).toEqual({ executionId: "exec_1", jobId: "clip" });
  expect(jobOf({ ...RUN, provider: "replicate" })).toBeNull();
  await journal.writeNote("exec_1", "clip", 1, null);
  expect(jobOf(RUN)).toBeNull();
});

test("forgets what a job waits for when it has ended, and when it waits for something else", async () => {
  const { journal, jobOf } = await begin();
  await journal.writeNote("exec_1", "clip", 1, RUN);
  await journal.writeNote("exec_1", "clip", 1, { ...RUN, id: "request-2" });
  expect(jobOf(RUN)).toBeNull();
  const change = { status: "completed", completedAt: new Date(0).toISOString() } as const;
  await journal.changeJob("exec_1", "clip", { status: "processing", attempt: 1 }, change);
  expect(jobOf({ ...RUN, id: "request-2" })).toBeNull();
});

test("hears nothing of what the journal does not take, and of what is no run", async () => {
  const { journal, jobOf } = await begin();
  expect(await journal.writeNote("exec_1", "clip", 7, RUN)).toBe(false);
  await journal.writeNote("exec_1", "clip", 1, { provider: "nobody", id: "request-1" });
  expect(jobOf(RUN)).toBeNull();
});
