import { expect, test } from "vitest";
import { JobStopped, stopReasonOf } from "./job-stopped.ts";

test("a signal that was not aborted has no reason", () => {
  expect(stopReasonOf(new AbortController().signal)).toBeNull();
});

test.each(["cancelled", "detached", "timed-out"] as const)("a job that was %s is told so", (why) => {
  const stopped = new JobStopped(why, "It ends.", "Run it again.");
  expect(stopReasonOf(AbortSignal.abort(stopped))).toBe(why);
  expect(stopped).toMatchObject({ code: why === "timed-out" ? "job_timeout" : "aborted", retryable: true });
});

// Whatever it carries: what somebody else has aborted is wanted no more, and is not paid for.
test.each([undefined, new Error("over"), { why: "detached" }, new DOMException("over", "AbortError")])(
  "a signal that was aborted with %o cancels",
  (reason) => {
    expect(stopReasonOf(AbortSignal.abort(reason))).toBe("cancelled");
  },
);
