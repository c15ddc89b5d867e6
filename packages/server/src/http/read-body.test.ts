import { expect, onTestFinished, test, vi } from "vitest";
import { readJsonBody } from "./read-body.ts";

test("a body that stops coming is told after half a minute, and given up", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let isGivenUp = false;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Buffer.from('{"jobs":')),
    cancel: () => void (isGivenUp = true),
  });
  const request = new Request("http://localhost/", { method: "POST", body, duplex: "half" });
  const answer = readJsonBody(request, 1024).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await answer).toMatchObject({ status: 408, code: "request_timeout" });
  expect(isGivenUp).toBe(true);
});
