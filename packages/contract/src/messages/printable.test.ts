import { expect, test } from "vitest";
import { printable } from "./printable.ts";

test.each([
  ["a line break, as it is written in programs", "a\r\n\tb", String.raw`a\r\n\tb`],
  ["what a terminal obeys", "\u001b[31mred\u0007", String.raw`\u001b[31mred\u0007`],
  ["what turns the text round", "a\u202eb", String.raw`a\u202eb`],
  ["half of a pair", "a\ud83cb", String.raw`a\ud83cb`],
  ["what nobody sees, beyond 16 bits", "a\u{e0041}b", String.raw`a\u{e0041}b`],
])("shows %s", (_what, text, shown) => {
  expect(printable(text, 100)).toBe(shown);
});

test("leaves what can be read as it is, and cuts it where it is too long", () => {
  expect(printable("Grüße, 世界 🎬", 100)).toBe("Grüße, 世界 🎬");
  expect(printable("12345", 5)).toBe("12345");
  expect(printable("123456", 5)).toBe("1234…");
  expect(printable("123🎬56", 5)).toBe("123…");
  expect(printable("1234\n", 5)).toBe("1234…");
});
