import { expect, test } from "vitest";
import { polishText } from "./polish-text.ts";

/** `_` for a space that does not break, `+` for what keeps letters together. */
function polished(text: string, language = "en", short = false): string {
  return polishText(text, { language, short }).replaceAll("\u00A0", "_").replaceAll("\u2060", "+");
}

test.each([
  ['He said "yes" and it\'s done', "en", "He said “yes” and it’s_done"],
  ["the '90s -- and after...", "en", "the ’90s_— and_after…"],
  ["slowly — and why that is good", "en", "slowly_— and why that is_good"],
  ['a 5" disk', "en", "a 5″_disk"],
  ["rock 'n' roll", "en", "rock ‘n’_roll"],
  ['Er sagt "Ja"', "de", "Er sagt_„Ja“"],
  ['Il dit "oui"', "fr", "Il dit «_oui_»"],
  ["takes 30 ms at 4 GB", "en", "takes 30_ms at 4_GB"],
])("%s (%s)", (text, language, expected) => {
  expect(polished(text, language)).toBe(expected);
});

test("a title does not break after a small word", () => {
  expect(polished("The end of the road for a format", "en", true)).toBe("The_end of_the_road for_a_format");
});

test("East Asian and other letters stand apart, and a particle does not begin a line", () => {
  expect(polished("Proxxで動画を1本に", "ja")).toBe("Proxx_で動画を 1_本に");
  expect(polished("最後の文字はひとりで残らない", "ja")).toBe("最後の文字はひとりで残+ら+な+い");
});

test("is one paragraph without what has no form", () => {
  expect(polished("one\n\ntwo\u0007  three")).toBe("one two_three");
});
