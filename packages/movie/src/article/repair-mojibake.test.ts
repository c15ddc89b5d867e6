import { expect, test } from "vitest";
import { repairMojibake } from "./repair-mojibake.ts";

test.each([
  ["‚úÖ done, ‚Äî and on", "✅ done, — and on"],
  ["Itâ€™s a cafÃ©", "It’s a café"],
  [new TextDecoder("windows-1252").decode(Buffer.from("こんにちは")), "こんにちは"],
])("puts %s right", (wrong, right) => {
  expect(repairMojibake(wrong).text).toBe(right);
});

test.each([
  "Ça va, café – naïve “quoted” ✅",
  "こんにちは、世界",
  "Grüße aus Köln",
  "Here “Ã©” is what café became, «très» «drôle» ——",
])("leaves %s as it is", (text) => {
  expect(repairMojibake(text)).toEqual({ text, repaired: 0 });
});
