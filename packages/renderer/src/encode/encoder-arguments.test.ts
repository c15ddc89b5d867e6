import { expect, test } from "vitest";
import { encoderArguments } from "./encoder-arguments.ts";

test("names key pictures by their times, a little before each", () => {
  const settings = { width: 64, height: 36, frameRate: { numerator: 30_000, denominator: 1001 } };
  const args = encoderArguments(settings, [true, false, false, true, false, false]);
  expect(args[args.indexOf("-force_key_frames") + 1]).toBe("0.000000,0.091758");
});
