import { EXAMPLE_SLIDES } from "@proxx/testing/example-slides";
import { describe, expect, test } from "vitest";
import { checkScript } from "./check-script.ts";
import { SLIDE_LAYOUTS } from "./slide.ts";

const line = (text: string, more: object = {}) => ({ text, ...more });
const script = (...sections: object[]) => ({ title: "Tides", sections });

function idsOf(value: unknown) {
  const { script: checked, issues } = checkScript(value);
  expect(issues).toEqual([]);
  return checked?.sections.map(({ id, narrations }) => [id, ...narrations.map((entry) => entry.id)]);
}

describe("ids", () => {
  test("are made of what is said, so that a line put in between renames nothing", () => {
    const [first = []] = idsOf(script({ title: "Why the tide turns", narrations: [line("A"), line("B")] })) ?? [];
    const [more = []] =
      idsOf(script({ title: "Why the tide turns", narrations: [line("A"), line("New"), line("B")] })) ?? [];
    expect(first[0]).toBe("why-the-tide-turns");
    expect(more.filter((id) => first.includes(id))).toEqual(first);
    expect(new Set(more).size).toBe(4);
  });

  test("differ where the same is said twice, whatever the case of the letters", () => {
    const sections = [
      { title: "Same", narrations: [line("Again."), line("Again.")] },
      { title: "SAME" },
      { id: "Same-3", title: "x" },
    ];
    const [[same, first, second] = [], [other] = []] = idsOf(script(...sections)) ?? [];
    expect(same).toBe("same");
    expect(other).toBe("same-2");
    expect(second).toBe(`${first}-2`);
  });

  test("name files in any language, and are never long", () => {
    const sections = [
      { title: "潮はなぜ満ちるのか" },
      { title: "Café, naïve & co." },
      { title: "a".repeat(150) },
      { title: "One two three four five six seven eight nine ten" },
    ];
    const ids = idsOf(script(...sections))?.map(([id]) => id) ?? [];
    expect(ids[0]).toMatch(/^section-[a-z0-9]{6}$/);
    expect(ids.slice(1)).toEqual(["cafe-naive-co", "a".repeat(40), "one-two-three-four-five-six-seven-eight"]);
  });

  test("that were written stay, and none is made that is written elsewhere", () => {
    const ids = idsOf(
      script({ title: "Twice" }, { title: "Other", id: "twice", narrations: [line("A", { id: "a" })] }),
    );
    expect(ids).toEqual([["twice-2"], ["twice", "a"]]);
  });
});

test("takes a slide of each layout", () => {
  const { issues } = checkScript(script(...EXAMPLE_SLIDES.map((slide) => ({ title: "A", slide }))));
  expect(issues).toEqual([]);
  expect(EXAMPLE_SLIDES.map(({ layout }) => layout).sort()).toEqual([...SLIDE_LAYOUTS].sort());
});

test("names every problem of the schema at once, each with its path and the nearest name", () => {
  const value = {
    titel: "Tides",
    language: "english!",
    sections: [
      { title: "A", slide: { layout: "bulets", items: ["a"] }, narrations: [{ txt: "a" }, { text: "" }, 3] },
      { title: "B", slide: { layout: "bullets", title: "B", items: [], colour: "red" } },
    ],
  };
  expect(checkScript(value).issues.map(({ path, code, hint }) => [path, code, hint.split("? ")[0]])).toEqual([
    ["$.language", "invalid_value", "`proxx schema script` shows what a script takes."],
    ["$.sections[0].slide.layout", "invalid_value", "Did you mean `bullets`"],
    ["$.sections[0].narrations[0].txt", "unknown_field", "Did you mean `text`"],
    ["$.sections[0].narrations[1].text", "out_of_range", "`proxx schema script` shows what a script takes."],
    ["$.sections[0].narrations[2]", "wrong_type", "`proxx schema script` shows what a script takes."],
    ["$.sections[1].slide.items", "out_of_range", "`proxx schema script` shows what a script takes."],
    ["$.sections[1].slide.colour", "unknown_field", "There are layout, title, items."],
    ["$.titel", "unknown_field", "Did you mean `title`"],
  ]);
});

test("names what does not agree with the rest of the script", () => {
  const value = {
    ...script(
      { id: "a", title: "A", narrations: [line("a", { id: "x", persona_id: "rio" }), line("b", { id: "X" })] },
      { id: "A", title: "B", narrations: [line("c", { source: { source: 0, start: 0, end: 1 } })] },
      { title: "C", slide: { layout: "table", title: "T", columns: ["a", "b"], rows: [["1", 2], [1]] } },
      {
        title: "D",
        slide: { layout: "line-chart", title: "T", labels: ["a", "b"], lines: [{ name: "n", values: [1, 2, 3] }] },
      },
    ),
    personas: [{ id: "mio", name: "Mio" }],
  };
  expect(checkScript(value).issues.map(({ path, code }) => [path, code])).toEqual([
    ["$.sections[1].id", "duplicate_id"],
    ["$.sections[0].narrations[1].id", "duplicate_id"],
    ["$.sections[0].narrations[0].persona_id", "unknown_persona"],
    ["$.sections[1].narrations[0].source.source", "unknown_source"],
    ["$.sections[2].slide.rows[1]", "uneven_table"],
    ["$.sections[3].slide.lines[0].values", "uneven_chart"],
  ]);
  expect(checkScript("script").issues[0]?.message).toBe('A script is an object, not the text "script".');
});
