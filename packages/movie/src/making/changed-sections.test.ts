import { checkScript, type Script } from "@proxx/contract";
import { expect, test } from "vitest";
import { changedSections } from "./changed-sections.ts";

const scriptOf = (...lines: string[]) =>
  checkScript({ title: "T", sections: lines.map((text) => ({ title: text[0] ?? "", narrations: [{ text }] })) })
    .script as Script;

test.each([
  ["nothing", ["A one.", "B two."], []],
  ["a line", ["A one.", "B three."], [2]],
  ["a section put in between", ["A one.", "C more.", "B two."], [2]],
  ["the order", ["B two.", "A one."], []],
  ["a section taken out", ["B two."], []],
])("%s", (_, lines, changed) => {
  expect(changedSections(scriptOf("A one.", "B two."), scriptOf(...lines))).toEqual(changed);
});
