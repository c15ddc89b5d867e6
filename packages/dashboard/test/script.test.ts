import type { ScriptDocument } from "@proxx/contract";
import { slideSchema } from "@proxx/contract";
import { describe, expect, test } from "vitest";
import { changesOf, linesOf, mergeScripts, withLine, withSection } from "../src/movies/script/movie-script.ts";
import { fieldsOf, LAYOUT_CHOICES, withFieldText, withLayout } from "../src/movies/script/slide-choice.ts";

const SCRIPT: ScriptDocument = {
  title: "Tides",
  language: "en",
  sections: [
    {
      id: "a",
      title: "One",
      narrations: [
        { id: "a1", text: "It rises." },
        { id: "a2", text: "It falls." },
      ],
    },
    {
      id: "b",
      title: "Two",
      slide: { layout: "bullets", title: "Pulls", items: ["Moon", "Sun"] },
      narrations: [{ id: "b1", text: "Both pull.", voice: { voice: "espeak:ja", speed: 1.2 } }],
    },
  ],
};
const texts = (script: ScriptDocument) => linesOf(script).map(({ text }) => text);

describe("a script", () => {
  test("tells which lines and slides are others than before", () => {
    const said = withLine(SCRIPT, 1, { text: "It sinks." });
    const voiced = withLine(said, 2, { voice: "espeak:en-gb" });
    expect(linesOf(voiced)[2]).toMatchObject({ voice: { voice: "espeak:en-gb", speed: 1.2 } });
    const [, second] = voiced.sections;
    if (second === undefined) throw new Error("Expected a section");
    const shown = withSection(voiced, 1, withLayout(second, "statement"));
    expect(changesOf(SCRIPT, shown)).toEqual({ lines: [1, 2], slides: [1] });
    expect(changesOf(shown, shown)).toEqual({ lines: [], slides: [] });
  });

  test("forgets of a line that is written anew where it came from and how it was read, and of a voice that is emptied the voice", () => {
    const from = withLine(SCRIPT, 0, { reading: "it rises" });
    expect(linesOf(withLine(from, 0, { text: "Up." }))[0]).toEqual({ id: "a1", text: "Up." });
    expect(linesOf(withLine(SCRIPT, 2, { voice: " " }))[2]).toEqual({ id: "b1", text: "Both pull." });
  });

  test("takes in what others have changed where it was left alone, and counts where it was not", () => {
    const mine = withLine(withLine(SCRIPT, 0, { text: "Mine." }), 1, { text: "Mine too." });
    const [, second] = SCRIPT.sections;
    if (second === undefined) throw new Error("Expected a section");
    const theirs = withSection(withLine(withLine(SCRIPT, 1, { text: "Theirs." }), 2, { text: "Theirs too." }), 1, {
      ...withLayout(second, "quote"),
      narrations: [{ id: "b1", text: "Theirs too." }],
    });
    const { script, conflicts } = mergeScripts(SCRIPT, mine, theirs);
    expect(texts(script)).toEqual(["Mine.", "Mine too.", "Theirs too."]);
    expect(script.sections[1]?.slide?.layout).toBe("quote");
    expect(conflicts).toBe(1);
  });
});

describe("a slide", () => {
  test("becomes each other layout of words alone, as one that is valid", () => {
    for (const section of SCRIPT.sections) {
      for (const layout of LAYOUT_CHOICES) {
        const { slide } = withLayout(section, layout);
        expect(slideSchema.parse(slide)).toMatchObject({ layout });
        if (slide !== undefined) expect(fieldsOf(slide).length).toBeGreaterThan(0);
      }
      expect(withLayout(section, null)).not.toHaveProperty("slide");
    }
  });

  test("keeps what it says from one layout to the next, and loses what is emptied", () => {
    const [, section] = SCRIPT.sections;
    if (section === undefined) throw new Error("Expected a section");
    const back = withLayout(withLayout(section, "title"), "bullets").slide;
    expect(back).toEqual({ layout: "bullets", title: "Pulls", items: ["Both pull."] });
    const quote = withLayout(section, "quote").slide;
    if (quote === undefined) throw new Error("Expected a slide");
    const named = withFieldText(quote, "name", "Kepler");
    expect(named).toMatchObject({ name: "Kepler" });
    expect(withFieldText(named, "name", "")).toEqual(quote);
    expect(withFieldText(named, "text", "")).toMatchObject({ text: "" });
    expect(withFieldText({ layout: "bullets", title: "A", items: ["B"] }, "items", "B\nC")).toMatchObject({
      items: ["B", "C"],
    });
  });
});
