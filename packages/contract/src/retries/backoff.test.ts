import { expect, test } from "vitest";
import { backoffMs } from "./backoff.ts";

test("waits longer each time, up to the longest", () => {
  const waits = [1, 2, 3, 4, 5].map((attempts) => backoffMs(attempts, { firstMs: 250, growth: 4, longestMs: 3000 }));
  expect(waits).toEqual([250, 1000, 3000, 3000, 3000]);
});

test("waits as long as it is asked to", () => {
  expect(backoffMs(1, { firstMs: 1000, retryAfterMs: 7000 })).toBe(7000);
  expect(backoffMs(4, { firstMs: 1000, retryAfterMs: 7000 })).toBe(8000);
  expect(backoffMs(1, { firstMs: 1000, longestMs: 2000, retryAfterMs: null })).toBe(1000);
});

test("strays by up to a fifth", () => {
  expect([0, 0.5, 1].map((random) => backoffMs(1, { firstMs: 1000, random }))).toEqual([800, 1000, 1200]);
});
