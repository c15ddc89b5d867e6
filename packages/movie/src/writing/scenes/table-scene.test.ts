import { describe, expect, test } from "vitest";
import { tableScene } from "./table-scene.ts";
import { amountIn } from "./table-numbers.ts";
import { WritingContext } from "./writing-context.ts";

const scene = (columns: string[], rows: string[][], language = "en") =>
  tableScene(
    "The table",
    { kind: "table", caption: null, columns, rows, start: 0, end: 9 },
    new WritingContext({ language, ranked: [], keyWords: [], headings: [] }),
  );

describe("a table", () => {
  test("of numbers becomes bars, the longest first, and says which they are", () => {
    const { slide, lines } = scene(
      ["Place", "Range (m)"],
      [
        ["Naples", "0.4"],
        ["Fundy", "16.3"],
      ],
    );
    expect(slide).toEqual({
      layout: "bar-chart",
      title: "Range: Fundy leads",
      subtitle: "The table",
      unit: "m",
      bars: [
        { label: "Fundy", value: 16.3 },
        { label: "Naples", value: 0.4 },
      ],
      highlight: 1,
    });
    expect(lines.map(({ text, item }) => [text, item])).toEqual([
      ["First comes Fundy, with 16.3 metres.", 1],
      ["Last comes Naples, with 0.4 metres.", 2],
    ]);
  });

  test("over time becomes a line", () => {
    const { slide, lines } = scene(
      ["Year", "Boats", "Crew"],
      ["1990", "2000", "2010", "2020"].map((year, index) => [year, `${index + 1},000`, `${9 - index}`]),
    );
    expect(slide).toMatchObject({
      layout: "line-chart",
      lines: [{ name: "Boats", values: [1000, 2000, 3000, 4000] }, { name: "Crew" }],
    });
    expect(lines[0]?.text).toBe("From 1990 to 2020, Boats went from 1,000 to 4,000.");
  });

  test("of two things side by side becomes a comparison", () => {
    const { slide } = scene(
      ["", "Spring tide", "Neap tide"],
      [
        ["Moon", "full", "half"],
        ["Sun", "in line", "aside"],
      ].map(([a = "", b = "", c = ""]) => [a, b, c]),
    );
    expect(slide).toMatchObject({
      layout: "comparison",
      left: { title: "Spring tide", items: ["Moon: full", "Sun: in line"] },
    });
  });

  test("of anything else stays one, as much as fits of it, and is read out row by row", () => {
    const rows = Array.from({ length: 9 }, (_, index) => [`Row ${index}`, "text", "more", "words", "beyond"]);
    const { slide, lines } = scene(["A", "B", "C", "D", "E"], rows);
    expect(slide).toMatchObject({ layout: "table", columns: ["A", "B", "C", "D"], rows: { length: 6 } });
    expect(lines[0]).toMatchObject({ text: "Row 0: text, more, words, beyond.", item: 1 });
  });

  test("is told of in Japanese", () => {
    const { slide, lines } = scene(
      ["種類", "期間（か月）"],
      [
        ["白味噌", "1"],
        ["豆味噌", "24"],
      ],
      "ja",
    );
    expect(slide).toMatchObject({ title: "期間が最大なのは豆味噌", unit: "か月" });
    expect(lines[0]?.text).toBe("最も大きいのは豆味噌で、24か月です。");
  });
});

test.each([
  ["12.2 m", { value: 12.2, unit: "m" }],
  ["1,024", { value: 1024, unit: "" }],
  ["€3,50", { value: 3.5, unit: "€" }],
  ["約40%", { value: 40, unit: "%" }],
  ["−5 °C", { value: -5, unit: "°C" }],
  ["１２", { value: 12, unit: "" }],
  ["n/a", null],
  ["v1.2.3", null],
])("reads the amount %s", (cell, amount) => {
  expect(amountIn(cell)).toEqual(amount);
});
