import { readdirSync } from "node:fs";
import { openRecords } from "@proxx/runtime";
import { temporaryFolder } from "@proxx/testing";
import { afterEach, expect, test, vi } from "vitest";
import { createUploadStore } from "./upload-store.ts";

afterEach(() => void vi.useRealTimers());

test("a file of which nothing more comes is not taken for whole, leaves nothing, and may be sent again", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const folder = temporaryFolder();
  const records = openRecords({ environment: {}, home: temporaryFolder() });
  const files = { keep: async () => {}, bring: async () => {}, remove: async () => {} };
  const store = createUploadStore({ folder, files, records, now: Date.now });
  let begun = false;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (begun) return new Promise(() => {});
        begun = true;
        controller.enqueue(Buffer.from("half"));
        return undefined;
      },
    },
    { highWaterMark: 0 },
  );
  const sent = store.add(body, { name: "clip.mp4", tenant: null, maxBytes: 1000 });
  const passing = vi.waitFor(() => {
    expect(begun).toBe(true);
    vi.advanceTimersByTime(59_000);
    expect(readdirSync(folder)).toEqual([]);
  });
  await expect(sent).rejects.toMatchObject({ status: 408, code: "request_timeout", retryable: true });
  await passing;
});
