import { describe, expect, test } from "vitest";
import { createFonts } from "../fonts/fonts.ts";
import { writingOf } from "../text/writing.ts";
import { fitText, shortenLine } from "./fit-text.ts";

const fonts = createFonts();
const TYPESETTING = { writing: writingOf("a"), fontWeight: 500, letterSpacing: 0, wordSpacing: 0 };

describe("a line that is too long", () => {
  const shortened = (text: string, width: number) =>
    shortenLine(fonts.measure, text, { typesetting: TYPESETTING, width });
  const widthOf = async (text: string) => (await fonts.measure([text], TYPESETTING))[0] ?? 0;

  test("keeps as much as fits before its dots, with dots of its own or without", async () => {
    const text = "Over the harbour the lights go out one by one";
    for (const own of ["", "…"]) {
      for (let width = 2; width < 20; width += 0.7) {
        const line = await shortened(text + own, width);
        expect(line).toMatch(/^[^…]*[^… ]…$/);
        expect(await widthOf(line)).toBeLessThanOrEqual(width);
        const more = text.slice(0, line.length).trimEnd();
        const next = more.length === line.length - 1 ? text.slice(0, line.length + 1) : more;
        expect(await widthOf(`${next}…`)).toBeGreaterThan(width);
      }
    }
  });

  test("is left alone where it fits", async () => {
    expect(await shortened("Short", 50)).toBe("Short");
    expect(await shortened("Short…", 50)).toBe("Short…");
  });
});

describe("a text in a box", () => {
  const fit = (text: string, width: number) =>
    fitText(fonts.measure, text, {
      typesetting: TYPESETTING,
      width,
      height: 400,
      largest: 40,
      smallest: 8,
      lineHeight: 1.2,
      lineLength: 30,
    });

  test("is rather half as large than that a word is broken, and a word broken rather than that it is smaller", async () => {
    const word = "Donaudampfschifffahrtsgesellschaftskapitän";
    const wide = await fit(word, 900);
    expect([wide.lines.length, wide.fontSize]).toEqual([1, 40]);
    const narrower = await fit(word, 600);
    expect(narrower.lines).toHaveLength(1);
    expect(narrower.fontSize).toBeGreaterThanOrEqual(20);
    expect(narrower.fontSize).toBeLessThan(40);
    const narrow = await fit(word, 200);
    expect(narrow.lines.length).toBeGreaterThan(1);
    expect(narrow.fontSize).toBe(40);
  });

  test("has no longer lines in a wide box, where a word is broken for that as well", async () => {
    const word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
    expect((await fonts.measure([word], TYPESETTING))[0]).toBeGreaterThan(30);
    const { lines, fontSize } = await fit(word, 3000);
    expect(fontSize).toBe(40);
    for (const line of lines) expect((await fonts.measure([line.text], TYPESETTING))[0]).toBeLessThanOrEqual(30);
  });
});
