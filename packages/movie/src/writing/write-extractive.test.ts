import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkScript, type Script } from "@proxx/contract";
import { describe, expect, test } from "vitest";
import { generateScriptFromText } from "./generate-script.ts";
import { secondsOf } from "./sentences/words-in.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const ARTICLES = [
  { file: "examples/article.md", language: "en" },
  { file: "examples/article.ja.md", language: "ja" },
  { file: "packages/movie/test/fixtures/page.html", language: "en-GB" },
];

const write = (file: string) =>
  generateScriptFromText(readFileSync(join(ROOT, file)), { origin: { name: file, path: join(ROOT, file) } });
const lines = ({ sections }: Script) => sections.flatMap(({ narrations }) => narrations);

describe.each(ARTICLES)("the script of $file", async ({ file, language }) => {
  const { script, articles, degradations } = await write(file);
  const [article] = articles;

  test("is valid, in the article's language, and gives up nothing", () => {
    expect(checkScript(script).issues).toEqual([]);
    expect(script.language).toBe(language);
    expect(degradations).toEqual([]);
  });

  test("has a hook under the title, a few sections, an end and who wrote it", () => {
    const layouts = script.sections.map(({ slide }) => slide?.layout);
    expect(layouts[0]).toBe("title");
    expect(layouts.at(-1)).toBe("credits");
    expect(script.sections.length).toBeGreaterThanOrEqual(7);
    expect(script.sections.length).toBeLessThanOrEqual(12);
    expect(new Set(layouts).size).toBeGreaterThanOrEqual(5);
    expect(layouts).toEqual(expect.arrayContaining(["bullets", "bar-chart", "statement"]));
  });

  test("takes about as long as it should, with something new to see at least every half minute", () => {
    const seconds = lines(script).map(({ text }) => secondsOf(text, language));
    const total = seconds.reduce((sum, second) => sum + second, 0);
    expect(total).toBeGreaterThan(90);
    expect(total).toBeLessThan(175);
    expect(Math.max(...seconds)).toBeLessThan(13);
    for (const { narrations } of script.sections) {
      const still = narrations.filter(({ item }) => item === undefined).map(({ text }) => secondsOf(text, language));
      expect(still.reduce((sum, second) => sum + second, 0)).toBeLessThan(30);
    }
  });

  test("says of each sentence where it stands, and says none twice", () => {
    const spans = lines(script).flatMap(({ source }) => source ?? []);
    // All but where it comes from.
    expect(spans.length).toBeGreaterThanOrEqual(lines(script).length - 1);
    for (const { start, end } of spans) expect(article?.text.slice(start, end).trim().length).toBeGreaterThan(3);
    const texts = lines(script).map(({ text }) => text);
    expect(new Set(texts).size).toBe(texts.length);
  });

  test("shows each bullet while it is spoken of", () => {
    for (const { slide, narrations } of script.sections) {
      if (slide?.layout !== "bullets") continue;
      const items = narrations.flatMap(({ item }) => item ?? []);
      expect(items).toEqual(items.toSorted((a, b) => a - b));
      expect(new Set(items).size).toBe(slide.items.length);
    }
  });

  test("is the same each time", async () => {
    expect((await write(file)).script).toEqual(script);
  });
});

test("a list shows each point with what is said of it, where all of them are short", async () => {
  const { script } = await write("examples/article.md");
  const shown = script.sections.flatMap(({ slide }) => (slide?.layout === "bullets" ? [slide.items] : []));
  expect(shown).toContainEqual([
    "Spring tide: sun and moon stand in line at full and new moon",
    "Neap tide: they stand at right angles at half moon",
    "Equinox: in March and September the sun stands over the equator",
  ]);
});

test("code is shown and never read out", async () => {
  const { script } = await write("examples/article.md");
  const section = script.sections.find(({ slide }) => slide?.layout === "code");
  expect(section?.narrations.length).toBeGreaterThan(1);
  expect(
    lines(script)
      .map(({ text }) => text)
      .join(" "),
  ).not.toMatch(/lunarDayHours|=>|\{/);
});

test("a picture of the page stands beside what is said, with its credit", async () => {
  const page = readFileSync(join(ROOT, "packages/movie/test/fixtures/page.html"));
  const origin = { name: "page", url: "https://example.com/science/bridge" };
  const { script } = await generateScriptFromText(page, { origin });
  expect(script.sections.find(({ source_image_url: url }) => url !== undefined)).toMatchObject({
    source_image_url: "https://example.com/photos/bridge-night.jpg",
    image_credit: "Rui Vale",
  });
  expect(script.sections.at(-1)?.slide).toMatchObject({
    rows: [
      { role: "Text", name: "Ines Tavares" },
      { role: "Source", name: "The bridge that sings in the wind, Harbour Weekly" },
      { role: "Pictures", name: "Rui Vale" },
    ],
  });
});

test("an article without headings is parted, and its parts are named by their words", async () => {
  const paragraphs = [
    "Bees see flowers in colours that we do not know. Their eyes read ultraviolet light, and many petals carry ultraviolet marks that lead to the nectar.",
    "A hive in winter is a warm ball of bees. In the middle the queen sits at thirty degrees, while the bees at the edge slowly change places with those inside.",
    "A dance tells the others where food is. The angle of the dance is the angle to the sun, and the longer the dance lasts, the farther away the meadow lies.",
  ];
  const { script } = await generateScriptFromText(paragraphs.join("\n\n"), { seconds: 60 });
  expect(script.sections.map(({ title }) => title)).toEqual(
    expect.arrayContaining([expect.stringMatching(/dance/i) as string]),
  );
});

test.each([
  [
    "de",
    "Warum die Flut kommt\n\nDas Meer steigt zweimal am Tag, und der Mond ist daran nicht unschuldig. Er zieht das Wasser zu sich. Die Erde dreht sich darunter weiter.\n\nWas die Sonne tut\n\nDie Sonne zieht ebenfalls. Bei Vollmond addieren sich beide Kräfte, und das Wasser steigt höher als sonst. Bei Halbmond heben sie sich teilweise auf.",
  ],
  [
    "zh",
    "潮汐\n\n海水每天上涨两次。月球的引力把海水拉向自己，地球在下面转动。所以每个港口每天经过两次高潮。\n\n太阳的作用\n\n太阳也有引力。满月的时候，两种力量加在一起，海水涨得更高。半月的时候，它们互相抵消一部分。",
  ],
])("another language is written as well: %s", async (language, text) => {
  const { script } = await generateScriptFromText(text);
  expect(script.language).toBe(language);
  expect(script.sections.length).toBeGreaterThanOrEqual(3);
  expect(lines(script).length).toBeGreaterThanOrEqual(5);
});

test("says which parts of a long article are not told of", async () => {
  const parts = Array.from(
    { length: 8 },
    (_, index) =>
      `## Part ${index}x\n\nThe boat number ${index} left the harbour early. Its crew of ${index + 3} sailors had slept badly.`,
  );
  const { degradations } = await generateScriptFromText(`# Boats\n\n${parts.join("\n\n")}`);
  expect(degradations).toMatchObject([
    { code: "article_shortened", message: expect.stringContaining("“Part ") as string },
  ]);
});

test("refuses what is no text to tell of", async () => {
  await expect(generateScriptFromText("<html><body><div id=root></div></body></html>")).rejects.toMatchObject({
    code: "text_missing",
  });
});

test("a title that is too long for a slide is cut behind a word", async () => {
  const title = `${"Everything that was ever decided by the association of officials ".repeat(5)}at last`;
  const { script } = await generateScriptFromText(`# ${title}\n\nIt was decided in the afternoon.`, {
    origin: { name: "long.md", path: "long.md" },
  });
  expect(script.title.length).toBeLessThanOrEqual(200);
  expect(title.startsWith(script.title.slice(0, -1))).toBe(true);
  expect(script.title).toMatch(/\w…$/u);
  expect(script.sections[0]?.slide).toMatchObject({ layout: "title", title: script.title });
});

test("of steps none is left out, and what is said behind them is said behind them", async () => {
  const steps = [
    "Take 20 grams of the old starter and throw away the rest, or bake crackers of it.",
    "Add 100 grams of flour and 100 grams of water at 26 °C.",
    "Stir until no dry flour is left, and mark the height with a rubber band.",
    "Wait until it has doubled and its top begins to sink.",
  ];
  const prose = "Sourdough is a culture of wild yeast. The yeast makes the gas that lifts the dough of a bread.";
  const ready = "A starter that doubles three times in a row within six hours is ready.";
  const numbered = steps.map((step, index) => `${index + 1}. ${step}`).join("\n");
  const source = `# Bread\n\n${prose}\n\n## How to feed it\n\n${numbered}\n\n${ready}\n\n## In the end\n\nGive a dough time, and it kneads itself.`;
  const { script } = await generateScriptFromText(source, { origin: { name: "bread.md", path: "bread.md" } });
  const list = script.sections.find(({ slide }) => slide?.layout === "bullets");
  expect(list?.slide).toMatchObject({ items: { length: 4 } });
  const said = lines(script).map(({ text }) => text);
  expect(said.indexOf(ready)).toBeGreaterThan(said.findIndex((text) => text.startsWith("Wait until")));
});
