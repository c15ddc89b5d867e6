import { expect, test } from "vitest";
import { Reference } from "../plan/reference.ts";
import { mapLeaves } from "./map-leaves.ts";

test("every leaf is replaced, whatever it stands in, and told where it is", () => {
  const places: [unknown, string][] = [];
  const reference = new Reference("job1");
  const document = { a: 1, list: [null, { b: "x", deep: [[true]] }], empty: {}, none: [], from: reference };
  const copy = mapLeaves(document, (leaf, path) => {
    places.push([leaf, path.join("/")]);
    return [leaf];
  });
  expect(copy).toEqual({
    a: [1],
    list: [[null], { b: ["x"], deep: [[[true]]] }],
    empty: {},
    none: [],
    from: [reference],
  });
  expect(places).toEqual([
    [1, "a"],
    [null, "list/0"],
    ["x", "list/1/b"],
    [true, "list/1/deep/0/0"],
    [reference, "from"],
  ]);
  expect(document).toEqual({ a: 1, list: [null, { b: "x", deep: [[true]] }], empty: {}, none: [], from: reference });
});

test("a value that is a leaf itself is replaced, at no place", () => {
  expect(mapLeaves(7, (leaf, path) => [leaf, path])).toEqual([7, []]);
});
