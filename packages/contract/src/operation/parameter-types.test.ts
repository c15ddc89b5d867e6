import { expect, test } from "vitest";
import { colour, duration, language } from "./parameter-types.ts";

test.each([
  ["#fc0", "#ffcc00ff"],
  ["#FFCC00", "#ffcc00ff"],
  ["#ffcc0080", "#ffcc0080"],
  ["black", "#000000ff"],
  ["Green", "#008000ff"],
  ["transparent", "#00000000"],
])("the colour %s is %s", (written, read) => {
  expect(colour().parse(written)).toBe(read);
});

// What reaches a filter as a colour can be nothing but one.
test.each(["", "#ff", "#ffcc", "#ffcc00ff0", "#ggg", "ffcc00", "constructor", "black,drawtext=text=x", "#fc0\n"])(
  "%j is no colour",
  (written) => {
    expect(colour().safeParse(written).success).toBe(false);
  },
);

test("what has to be there lasts for a frame at least, and for a day at most", () => {
  expect([0.03, 0.04, 86_400, 86_401].map((seconds) => duration().safeParse(seconds).success)).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test("a language is a tag, and not its name", () => {
  const tags = ["en", "pt-BR", "zh-Hant-TW", "fil"];
  for (const tag of tags) expect(language().safeParse(tag).success).toBe(true);
  for (const text of ["", "e", "English", "en_US", "en-", "en; rm"]) {
    expect(language().safeParse(text).success).toBe(false);
  }
});
