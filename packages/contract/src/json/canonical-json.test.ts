import { describe, expect, test } from "vitest";
import { canonicalJson } from "./canonical-json.ts";

// The examples of RFC 8785 itself, each with the place it stands.
describe("RFC 8785", () => {
  test("3.2.2: the primitive values", () => {
    const written = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`;
    expect(canonicalJson(JSON.parse(written))).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  test("3.2.3: keys are sorted by their UTF-16 code units", () => {
    const written = String.raw`{
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis"
    }`;
    const sorted: unknown = JSON.parse(
      canonicalJson(JSON.parse(written))
        .replaceAll(/"[^"]*":("[^"]*")/g, "$1")
        .replace("{", "[")
        .replace("}", "]"),
    );
    expect(sorted).toEqual([
      "Carriage Return",
      "One",
      "Control",
      "Latin Small Letter O With Diaeresis",
      "Euro Sign",
      "Emoji: Grinning Face",
      "Hebrew Letter Dalet With Dagesh",
    ]);
  });

  // Appendix B gives the IEEE 754 bits.
  test.each([
    ["0000000000000000", "0"],
    ["8000000000000000", "0"],
    ["0000000000000001", "5e-324"],
    ["8000000000000001", "-5e-324"],
    ["7fefffffffffffff", "1.7976931348623157e+308"],
    ["ffefffffffffffff", "-1.7976931348623157e+308"],
    ["4340000000000000", "9007199254740992"],
    ["c340000000000000", "-9007199254740992"],
    ["4430000000000000", "295147905179352830000"],
    ["44b52d02c7e14af5", "9.999999999999997e+22"],
    ["44b52d02c7e14af6", "1e+23"],
    ["44b52d02c7e14af7", "1.0000000000000001e+23"],
    ["444b1ae4d6e2ef4e", "999999999999999700000"],
    ["444b1ae4d6e2ef4f", "999999999999999900000"],
    ["444b1ae4d6e2ef50", "1e+21"],
    ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
    ["3eb0c6f7a0b5ed8d", "0.000001"],
    ["41b3de4355555553", "333333333.3333332"],
    ["41b3de4355555554", "333333333.33333325"],
    ["41b3de4355555555", "333333333.3333333"],
    ["41b3de4355555556", "333333333.3333334"],
    ["41b3de4355555557", "333333333.33333343"],
    ["becbf647612f3696", "-0.0000033333333333333333"],
    ["43143ff3c1cb0959", "1424953923781206.2"],
  ])("Appendix B: %s is %s", (bits, text) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, BigInt(`0x${bits}`));
    expect(canonicalJson(view.getFloat64(0))).toBe(text);
  });

  test("3.2.2.2: a lone surrogate is an error, in a text and in a key", () => {
    expect(() => canonicalJson(["\uD800"])).toThrow(TypeError);
    expect(() => canonicalJson({ "\uDC00": 1 })).toThrow(TypeError);
  });
});

test("white space and the order of keys do not change it, the order of entries does", () => {
  expect(canonicalJson(JSON.parse('{ "b" : [ 1 , {"d":1,"c":2} ],\n"a":null }'))).toBe(
    '{"a":null,"b":[1,{"c":2,"d":1}]}',
  );
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
});

test("a member that is undefined is left out", () => {
  expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
});

test("a key called __proto__ is written as any other", () => {
  expect(canonicalJson(JSON.parse('{"__proto__":1,"a":2}'))).toBe('{"__proto__":1,"a":2}');
});

test.each([
  ["undefined", undefined],
  ["an undefined entry", [undefined]],
  // oxlint-disable-next-line no-sparse-arrays -- it is what is tested
  ["a hole", [, 1]],
  ["NaN", NaN],
  ["Infinity", [Infinity]],
  ["a bigint", 1n],
  ["a function", () => {}],
  ["a symbol", Symbol("x")],
  ["a Date", new Date(0)],
  ["a Map", { a: new Map() }],
])("%s is a TypeError and not something quietly else", (_what, value) => {
  expect(() => canonicalJson(value)).toThrow(TypeError);
});
