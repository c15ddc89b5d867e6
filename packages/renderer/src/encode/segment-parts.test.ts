import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { segmentParts, type SegmentPartsOptions } from "./segment-parts.ts";

const SETTINGS = { width: 320, height: 180, frameRate: { numerator: 30, denominator: 1 } };
const NAMES = ["one", "two", "three", "four"];

/** Each part takes longer than the one before it to be tidied up. */
function setUp({ encode, failing }: { encode: SegmentPartsOptions["encode"]; failing?: string }) {
  const folder = temporaryFolder();
  const atWork = new Set<string>();
  const making = segmentParts(
    NAMES.map((key) => ({ key, sequences: [[]], places: [] })),
    {
      settings: SETTINGS,
      background: "#000000",
      toolVersion: "6",
      encode,
      onReused: () => {},
      keepPart: async ({ shown }, make) => {
        atWork.add(shown);
        try {
          const path = join(folder, shown);
          await make(path);
          if (shown === failing) throw new Error(`no room for ${shown}`);
          return { path, reused: false };
        } finally {
          for (let left = NAMES.findIndex((name) => shown.endsWith(name)); left >= 0; left--) await turn();
          atWork.delete(shown);
        }
      },
    },
  );
  return { making, atWork };
}

test("a failure of the encoder is told when every part has been tidied up", async () => {
  const { making, atWork } = setUp({ encode: () => Promise.reject(new Error("stopped")) });
  await expect(making).rejects.toThrow("stopped");
  expect([...atWork]).toEqual([]);
});

test("a part that cannot be kept ends the encoder, and is told when the others are gone", async () => {
  const ended = Promise.withResolvers<void>();
  const { making, atWork } = setUp({
    failing: "pictures one",
    encode: (wanted, failed) => {
      failed.addEventListener("abort", () => ended.reject(failed.reason as Error));
      wanted[0]?.onStream(new Uint8Array(4));
      return ended.promise;
    },
  });
  await expect(making).rejects.toThrow("no room for pictures one");
  expect([...atWork]).toEqual([]);
});
