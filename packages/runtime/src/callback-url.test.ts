import { expect, test } from "vitest";
import { callbackUrlBelow } from "./callback-url.ts";

test("is below the address that clients have, and nowhere where providers take none", () => {
  expect(callbackUrlBelow("https://video.example.com/proxx/")?.("a.b")).toBe(
    "https://video.example.com/proxx/api/callbacks/a.b",
  );
  for (const none of [undefined, null, "http://video.example.com"]) expect(callbackUrlBelow(none)).toBeUndefined();
});
