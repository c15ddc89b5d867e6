import { expect, test } from "vitest";
import { textWidth } from "./text-width.ts";

test.each([
  ["word", 4],
  ["灯台", 4],
  ["ที่", 1],
  ["שָׁלוֹם", 4],
  ["🙂", 2],
  ["👩‍👩‍👧", 2],
  ["👍🏽!", 3],
  ["🇯🇵🇰🇷 ", 5],
  ["🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2],
])("%j takes the room of %d letters", (text, width) => {
  expect(textWidth(text)).toBe(width);
});
