import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { newOperation } from "../../../scripts/new/operation.ts";

const ROOT = join(import.meta.dirname, "../../..");

test("a new operation is three files, a line in each list and a chapter, and knows only what is there", () => {
  const { files, changes } = newOperation(ROOT, "colour-grade");
  expect(Object.keys({ ...files, ...changes })).toEqual([
    "packages/operations/src/colour-grade/signature.ts",
    "packages/operations/src/colour-grade/colour-grade.ts",
    "packages/operations/src/colour-grade/colour-grade.test.ts",
    "packages/operations/src/builders.ts",
    "packages/operations/src/create-operations.ts",
    "docs/operations.md",
  ]);
  const unknown = Object.entries(files).flatMap(([path, text]) =>
    [...text.matchAll(/from "(\..*)";/g)]
      .map(([, imported = ""]) => join(dirname(path), imported))
      .filter((there) => !Object.hasOwn(files, there) && !existsSync(join(ROOT, there))),
  );
  expect(unknown).toEqual([]);
  expect(Object.values(files).join("")).not.toMatch(/NAME|TITLE|FOLDER/);
  const added = Object.entries(changes).flatMap(([path, text]) => {
    const before = new Set(readFileSync(join(ROOT, path), "utf8").split("\n"));
    return text.split("\n").filter((line) => !before.has(line));
  });
  expect(added).toEqual([
    'export * from "./colour-grade/signature.ts";',
    'import { createColourGrade } from "./colour-grade/colour-grade.ts";',
    "  colourGrade: createColourGrade,",
    "| `colourGrade({ loudness? })` | TODO: what it does |",
    "## colourGrade",
    "TODO: what it does.",
    'import { compose, media, colourGrade } from "@proxx/sdk";',
    'compose(media("clip.mp4"), colourGrade());',
  ]);
});

test("a new operation's name is one that plans can have", () => {
  expect(() => newOperation(ROOT, "Colour Grade")).toThrow(/such as `colour-grade`, got `Colour Grade`/);
});
