import { checkScript, type Script } from "@proxx/contract";
import { expect, test } from "vitest";
import { parseScenes, selectScenes } from "./select-scenes.ts";

const script = checkScript({ title: "T", sections: ["a", "b", "c", "d"].map((title) => ({ title })) }).script as Script;

test.each([
  ["2", ["b"]],
  ["2-3", ["b", "c"]],
  ["3-", ["c", "d"]],
  ["-2", ["a", "b"]],
  [" 1-4 ", ["a", "b", "c", "d"]],
])("%s names sections", (text, titles) => {
  const range = parseScenes(text);
  expect(range).not.toBeNull();
  if (range !== null) expect(selectScenes(script, range).sections.map(({ title }) => title)).toEqual(titles);
});

test.each(["", "-", "0", "4-2", "a", "1-2-3", "1,2", "1.5", "-0"])("%j names none", (text) => {
  expect(parseScenes(text)).toBeNull();
});

test.each(["5", "2-9", "7-"])("%s is beyond the script", (text) => {
  const range = parseScenes(text) ?? { from: 1, to: 1 };
  expect(() => selectScenes(script, range)).toThrow(/the script has 4/);
});
