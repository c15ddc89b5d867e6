import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

const INDEX = new URL("../src/index.ts", import.meta.url).href;

/** In a process of its own, after drawing `before`. */
function hashesAfter(before: string): string {
  const script = `
    import { createHash } from "node:crypto";
    import { captionLines, createFonts, drawCaption, drawCard, CAPTION_STYLES } from ${JSON.stringify(INDEX)};
    const fonts = createFonts();
    const frame = { width: 640, height: 360 };
    await drawCaption(fonts, { lines: captionLines(${JSON.stringify(before)}), frame });
    const text = "Žluťoučký “кон” 灯台の明かり 한국 Ế";
    const images = [];
    for (const style of Object.values(CAPTION_STYLES)) {
      images.push((await drawCaption(fonts, { lines: captionLines(text), style, frame })).image);
    }
    images.push((await drawCard(fonts, { ...frame, body: text, corners: { topLeft: "1" } })).image);
    console.log(images.map((image) => createHash("sha256").update(image).digest("hex")).join(" "));
  `;
  const run = spawnSync(process.execPath, ["--conditions=@proxx/source", "--input-type=module", "--eval", script], {
    encoding: "utf8",
  });
  expect(run.stderr).toBe("");
  return run.stdout;
}

test("two processes draw the same bytes, whatever they drew before", () => {
  const hashes = hashesAfter("Hello");
  expect(hashes.split(" ").length).toBe(8);
  expect(hashesAfter("구름 直す Ελλάδα Việt ё")).toBe(hashes);
});
