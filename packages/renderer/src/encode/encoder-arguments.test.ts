import { expect, test } from "vitest";
import { encoderArguments } from "./encoder-arguments.ts";

const settings = { width: 64, height: 36, frameRate: { numerator: 30_000, denominator: 1001 } };

test("names key pictures by their times, and what is coded in another way by its zones", () => {
  const paces = ["still", "fleeting", "fleeting", "still", "moving", "still"] as const;
  const args = encoderArguments(
    settings,
    paces.map((pace, index) => ({ isKey: index % 3 === 0, pace })),
  );
  expect(args[args.indexOf("-force_key_frames") + 1]).toBe("0.000000,0.091758");
  expect(args[args.indexOf("-x264-params") + 1]).toMatch(/:zones=1,2,q=28\/4,4,q=22$/);
});

test("names no zones where there are none", () => {
  const args = encoderArguments(settings, [{ isKey: true, pace: "still" }]);
  expect(args.join(" ")).not.toContain("zones");
});
