import { createRandom } from "@proxx/testing";
import { describe, expect, test } from "vitest";
import type { Issue } from "../messages/issue.ts";
import { MAX_DOCUMENT_BYTES, MAX_ISSUES, parseJsonDocument } from "./parse-json-document.ts";

describe("valid JSON", () => {
  test("random values come back equal, from text and from bytes", () => {
    const random = createRandom(20261120);
    for (let round = 0; round < 500; round++) {
      const value = randomJson(random, 0);
      const text = JSON.stringify(value, null, random() < 0.5 ? 0 : 2);
      expect(parseJsonDocument(text)).toEqual({ ok: true, value });
      expect(parseJsonDocument(new TextEncoder().encode(text))).toEqual({ ok: true, value });
    }
  });

  test("keys that are equal only in different objects are no duplicates", () => {
    const text = '{"a":{"a":1,"b":[{"a":1},{"a":1}]},"b":{"a":1},"c":["a","a"],"d":"a"}';
    expect(parseJsonDocument(text)).toEqual({ ok: true, value: JSON.parse(text) });
  });

  test("braces, quotes and commas inside texts are text", () => {
    const value = { 'a{"': '},"a{\\":1', b: '\\"', c: "[,]", d: "\\" };
    expect(parseJsonDocument(JSON.stringify(value))).toEqual({ ok: true, value });
  });

  test("64 levels are read and 65 are one issue", () => {
    expect(parseJsonDocument(`${"[".repeat(64)}${"]".repeat(64)}`).ok).toBe(true);
    expect(issuesOf(`${"[".repeat(65)}${"]".repeat(65)}`)).toMatchObject([{ path: "$", code: "too_deep" }]);
    expect(issuesOf(`${'{"a":'.repeat(65)}1${"}".repeat(65)}`)).toMatchObject([{ path: "$", code: "too_deep" }]);
  });
});

describe("duplicate keys", () => {
  test.each([
    ['{"a":1,"a":2}', "$.a"],
    ['{"a":1,"a":1,"a":1}', "$.a"],
    [String.raw`{"a":1,"\u0061":2}`, "$.a"],
    [String.raw`{"é":1,"\u00e9":2}`, '$["é"]'],
    ['{"a":{"b":[0,{"c":1,"d":2,"c":3}]}}', "$.a.b[1].c"],
    ['[[{"x":[1,2]},{"x":1,"x":2}]]', "$[0][1].x"],
    ['{"":1,"":2}', '$[""]'],
    ['{"user_metadata":{"a b":"1","a b":"2"}}', '$.user_metadata["a b"]'],
    ['{"__proto__":1,"__proto__":2}', "$.__proto__"],
    ['{"constructor":1,"constructor":2}', "$.constructor"],
  ])("%s has its duplicate at %s", (text, path) => {
    expect(issuesOf(text)).toMatchObject([{ path, code: "duplicate_key" }]);
  });

  test("each duplicate is reported, once", () => {
    expect(issuesOf('{"a":1,"a":1,"b":{"c":1,"c":2,"c":3},"a":1}').map(({ path }) => path)).toEqual(["$.a", "$.b.c"]);
  });

  test("no more than a thousand issues are made of a document", () => {
    const keys = Array.from({ length: 5000 }, (_, index) => `"k${index}":1`).join(",");
    expect(issuesOf(`{${keys},${keys}}`)).toHaveLength(MAX_ISSUES);
  });
});

describe("what is not JSON", () => {
  test.each([
    ["", "empty_document"],
    [" \r\n\t ", "empty_document"],
    ["\uFEFF{}", "byte_order_mark"],
    ["\uFEFF", "byte_order_mark"],
    ["NaN", "invalid_json"],
    ['{"a":NaN}', "invalid_json"],
    ['{"a":Infinity}', "invalid_json"],
    ['{"a":-Infinity}', "invalid_json"],
    ['{"a":1} // why', "invalid_json"],
    ['/* why */{"a":1}', "invalid_json"],
    ['{"a":1,}', "invalid_json"],
    ["[1,]", "invalid_json"],
    ["{'a':1}", "invalid_json"],
    ["{a:1}", "invalid_json"],
    ['{"a":01}', "invalid_json"],
    ['{"a":1}{"b":2}', "invalid_json"],
    ['{"a":"\n"}', "invalid_json"],
    ['{"a":"\u0000"}', "invalid_json"],
    ['{"a":1\u00A0}', "invalid_json"],
    ['{"a":"', "invalid_json"],
    ["\u001B[31m", "invalid_json"],
    ["undefined", "invalid_json"],
  ])("%j is %s", (text, code) => {
    expect(issuesOf(text)).toMatchObject([{ path: "$", code }]);
    expect(issuesOf(new TextEncoder().encode(text))).toMatchObject([{ path: "$", code }]);
  });

  test.each([
    ["a stray continuation byte", [0x7b, 0x80, 0x7d]],
    ["an overlong slash", [0x22, 0xc0, 0xaf, 0x22]],
    ["a surrogate in UTF-8", [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ["a character cut off", [0x22, 0xe2, 0x82]],
    ["UTF-16", [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]],
  ])("%s is not UTF-8", (_what, bytes) => {
    expect(issuesOf(Uint8Array.from(bytes))).toMatchObject([{ path: "$", code: "not_utf8" }]);
  });

  test.each([
    ["a million open brackets", "[".repeat(1_000_000)],
    ["a million brackets, closed", `${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`],
    ["a million objects, closed", `${'{"a":'.repeat(1_000_000)}1${"}".repeat(1_000_000)}`],
  ])("%s are an issue and no crash", (_what, text) => {
    const issues = issuesOf(text);
    expect(issues).toHaveLength(1);
    expect(["invalid_json", "too_deep"]).toContain(issues[0]?.code);
  });
});

describe("lone surrogates", () => {
  test.each([
    [String.raw`{"a":["x","\ud800"]}`, "$.a[1]"],
    [String.raw`{"a":"\udc00\ud800"}`, "$.a"],
    [String.raw`{"a":{"\ud83d":1}}`, String.raw`$.a["\ud83d"]`],
    [String.raw`"\ud83d"`, "$"],
    ['{"a":"\uD800"}', "$.a"],
  ])("%s has one at %s", (text, path) => {
    expect(issuesOf(text)).toMatchObject([{ path, code: "lone_surrogate" }]);
  });

  test("a pair of escapes is a character", () => {
    expect(parseJsonDocument(String.raw`"\ud83d\ude00"`)).toEqual({ ok: true, value: "😀" });
  });
});

test("`__proto__` is a key as any other and changes no prototype", () => {
  const parsed = parseJsonDocument('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');
  expect(parsed.ok && Object.keys(parsed.value as object)).toEqual(["__proto__", "constructor"]);
  expect(parsed.ok && Object.getPrototypeOf(parsed.value)).toBe(Object.prototype);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

describe("8 MiB", () => {
  const text = (bytes: number, filling: string) => {
    const length = new TextEncoder().encode(filling).length;
    return `"${filling.repeat(Math.floor((bytes - 2) / length))}${"x".repeat((bytes - 2) % length)}"`;
  };

  test.each(["x", "é", "漢", "😀"])("of `%s` are read, one byte more is refused unread", (filling) => {
    for (const content of [
      text(MAX_DOCUMENT_BYTES, filling),
      new TextEncoder().encode(text(MAX_DOCUMENT_BYTES, filling)),
    ]) {
      expect(parseJsonDocument(content).ok).toBe(true);
    }
    for (const content of [
      text(MAX_DOCUMENT_BYTES + 1, filling),
      new TextEncoder().encode(text(MAX_DOCUMENT_BYTES + 1, filling)),
    ]) {
      const [issue, ...others] = issuesOf(content);
      expect(others).toEqual([]);
      expect(issue).toMatchObject({ path: "$", code: "document_too_large" });
      expect(issue?.message).toContain(String(MAX_DOCUMENT_BYTES + 1));
    }
  });
});

test("messages are one printable line, whatever the document is", () => {
  const nasty = "\n\r\t\u0000\u001B[2J\u007F\u0085\u2028\u202E\u200B\uFEFF😀".repeat(50);
  for (const text of [
    nasty,
    `{"a":${nasty}}`,
    `{"${"k".repeat(5000)}":1,"${"k".repeat(5000)}":2}`,
    duplicated(nasty),
  ]) {
    for (const { path, message, hint } of issuesOf(text)) {
      for (const part of [path, message, hint]) {
        expect(part).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(part.length).toBeLessThan(500);
        expect(part).not.toBe("");
      }
    }
  }
});

function duplicated(key: string): string {
  return `{${JSON.stringify(key)}:1,${JSON.stringify(key)}:2}`;
}

function issuesOf(content: string | Uint8Array): Issue[] {
  const parsed = parseJsonDocument(content);
  return parsed.ok ? [] : parsed.issues;
}

function randomJson(random: () => number, depth: number): unknown {
  const kind = Math.floor(random() * (depth < 5 ? 7 : 5));
  const count = Math.floor(random() * 5);
  switch (kind) {
    case 0:
      return null;
    case 1:
      return random() < 0.5;
    case 2:
      return (random() - 0.5) * 10 ** Math.floor(random() * 40 - 20);
    case 3:
      return Math.floor(random() * 1000);
    case 4:
      return randomText(random);
    case 5:
      return Array.from({ length: count }, () => randomJson(random, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: count }, () => [randomText(random), randomJson(random, depth + 1)]),
      );
  }
}

function randomText(random: () => number): string {
  const alphabet = [
    '"',
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\n",
    "\u0000",
    "\u2028",
    "é",
    "e\u0301",
    "😀",
    "a",
    "b",
    " ",
    "/",
    "__proto__",
  ];
  return Array.from({ length: Math.floor(random() * 6) }, () => alphabet[Math.floor(random() * alphabet.length)]).join(
    "",
  );
}
