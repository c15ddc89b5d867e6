import { resolve } from "node:path";
import { expect, test } from "vitest";
import { sourcePathsOf } from "./source-paths.ts";

test("sources are absolute paths, from the folder that relative ones start at", () => {
  const document = { sources: ["a.mov", "../b.mov", "/media/c.mov"] };
  expect(sourcePathsOf(document, "/jobs/today")).toEqual(["/jobs/today/a.mov", "/jobs/b.mov", "/media/c.mov"]);
  expect(sourcePathsOf(document)[0]).toBe(resolve("a.mov"));
});

test.each([[undefined], [null], [5], ["a.mov"], [[]], [{}], [{ sources: "a.mov" }], [{ sources: [1, null] }]])(
  "%j has no sources",
  (document) => {
    expect(sourcePathsOf(document, "/jobs")).toEqual([]);
  },
);
