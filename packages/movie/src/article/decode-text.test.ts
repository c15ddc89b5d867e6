import { expect, test } from "vitest";
import { decodeText } from "./decode-text.ts";

// "こんにちは、世界" as Node cannot write it.
const SHIFT_JIS = Buffer.from("82b182f182c982bf82cd814190a28a45", "hex");
const EUC_JP = Buffer.from("a4b3a4f3a4cba4c1a4cfa1a2c0a4b3a6", "hex");

test.each([
  ["what was declared", SHIFT_JIS, "Shift_JIS", "こんにちは、世界"],
  ["Shift_JIS that nobody declared", SHIFT_JIS, null, "こんにちは、世界"],
  ["EUC-JP that nobody declared", EUC_JP, null, "こんにちは、世界"],
  ["UTF-8 that was declared as something else", Buffer.from("Ça va, 世界"), "shift_jis", "Ça va, 世界"],
  ["a name that no decoder has", Buffer.from("plain"), "x-unheard-of", "plain"],
  ["Windows-1252, the last resort", Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x20, 0x96]), null, "café –"],
  ["a byte-order mark", Buffer.from("\uFEFFwide", "utf16le"), null, "wide"],
])("reads %s", (_, bytes, declared, text) => {
  expect(decodeText(bytes, declared).text).toBe(text);
});

test("reads what the head of a page declares", () => {
  const page = Buffer.concat([Buffer.from('<html><head><meta charset="euc-jp"></head>'), EUC_JP]);
  expect(decodeText(page)).toMatchObject({ encoding: "euc-jp", text: expect.stringContaining("世界") as string });
});
