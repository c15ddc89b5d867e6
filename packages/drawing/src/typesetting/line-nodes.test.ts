import { expect, test } from "vitest";
import { createFonts } from "../fonts/fonts.ts";
import { textNode } from "../fonts/text-node.ts";
import { renderNode } from "../render-node.ts";
import { directionOf } from "../text/direction.ts";
import { writingOf } from "../text/writing.ts";
import { lineNodes } from "./line-nodes.ts";

const fonts = createFonts();
const SIZE = { width: 1200, height: 80 };

// The renderer has a bidirectional algorithm of its own, by other hands.
test.each([
  "שלום (עולם), Proxx 3.5!",
  "The word שלום עולם (peace) is 2 words",
  "مرحبا بكم في «Proxx» 2024/05/01: 50%",
  "قال Big Sky [١٢٣] أمس، ثم ذهب…",
  "می‌خواهم ۱۲۳ کتاب + a-b = ج",
  "abc (אבג [def] דהו) 1,000–2,000 ₪",
])("%j stands as the renderer sets it whole", async (text) => {
  const direction = directionOf(text, undefined);
  const typesetting = { writing: writingOf(text), fontWeight: 500, letterSpacing: 0, wordSpacing: 0 };
  const look = { left: 20, top: 0, fontSize: 40, color: "#ffffff" };
  const line = { text, paragraph: text, start: 0, direction };
  const parted = await lineNodes(fonts, line, { ...look, lineHeight: 80, typesetting });
  const whole = textNode(
    await fonts.chooseRuns(text, typesetting.writing),
    { ...look, position: "absolute", height: 80, lineHeight: "80px", fontWeight: 500 },
    direction,
  );
  const [one, other] = await Promise.all(
    [parted, [whole]].map((nodes) => renderNode(fonts, nodes, { ...SIZE, format: "rgba" })),
  );
  expect(parted.length).toBeGreaterThan(1);
  let ink = 0;
  let apart = 0;
  for (let index = 3; index < SIZE.width * SIZE.height * 4; index += 4) {
    const [a = 0, b = 0] = [one?.[index], other?.[index]];
    ink += Math.max(a, b);
    apart += Math.abs(a - b);
  }
  // Each stretch may begin at another fraction of a pixel.
  expect(apart / ink).toBeLessThan(0.25);
});
