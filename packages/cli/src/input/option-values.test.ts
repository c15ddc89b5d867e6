import { expect, it } from "vitest";
import { collectLimits, httpStatus, nonNegativeInteger, nonNegativeNumber } from "./option-values.ts";

it.each([
  [collectLimits, "fal", "such as fal=4"],
  [collectLimits, "fal=0", "such as fal=4"],
  [collectLimits, "fal=1=2", "such as fal=4"],
  [nonNegativeInteger, "-1", "0 or greater"],
  [nonNegativeInteger, "", "0 or greater"],
  [nonNegativeInteger, "1.5", "0 or greater"],
  [nonNegativeNumber, "-0.5", "0 or greater"],
  [nonNegativeNumber, "lots", "0 or greater"],
  [httpStatus, "99", "from 200 to 599"],
  [httpStatus, "1000", "from 200 to 599"],
])("%o of %j says what would be right", (read, text, words) => {
  expect(() => read(text)).toThrow(words);
});

it("takes what is right", () => {
  expect(collectLimits("fal=4", { openai: 2 })).toEqual({ openai: 2, fal: 4 });
  expect([nonNegativeInteger("0"), nonNegativeInteger("12"), nonNegativeNumber("0.5"), httpStatus("503")]).toEqual([
    0, 12, 0.5, 503,
  ]);
});
