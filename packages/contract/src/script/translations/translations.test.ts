import { EXAMPLE_SLIDES } from "@proxx/testing/example-slides";
import { describe, expect, test } from "vitest";
import { checkScript } from "../check-script.ts";
import type { Script } from "../script.ts";
import { ScriptValidationError } from "../script-validation-error.ts";
import { filesOfScript, withoutFiles } from "../files-of-script.ts";
import { localizeScript } from "./localize-script.ts";
import { languagesOfScript, missingTranslations, missingTranslationIssues } from "./translatable-texts.ts";
import { withTranslations } from "./with-translations.ts";

function scriptOf(value: object): Script {
  const { script, issues } = checkScript(value);
  expect(issues).toEqual([]);
  if (script === null) throw new Error("It is not valid");
  return script;
}

const issuesOf = (section: object) =>
  checkScript({ title: "Tides", sections: [section] }).issues.map(({ path, code }) => [path, code]);

const OIL = {
  title: "Oil",
  translations: { ja: { title: "石油" } },
  personas: [{ id: "mio", name: "Mio", voice: "espeak:en-gb", translations: { ja: { name: "ミオ" } } }],
  sections: [
    {
      id: "who",
      title: "Who has it",
      slide: {
        layout: "bar-chart",
        title: "Who has it",
        unit: "Gt",
        bars: [
          { label: "Norway", value: 3 },
          { label: "OPEC", value: 9 },
        ],
      },
      translations: {
        ja: { title: "誰が持つか", slide: { title: "誰が持つか", bars: [{ label: "ノルウェー" }, null] } },
      },
      narrations: [
        {
          id: "a",
          text: "Norway has some.",
          reading: "nor way",
          voice: "espeak:en-us",
          audio: "take.wav",
          persona_id: "mio",
          item: 1,
          translations: { ja: { text: "ノルウェーにもある。", reading: "ノルウェーニモアル。" } },
        },
      ],
    },
  ],
};

describe("a script in another of its languages", () => {
  test("has its words, and shares numbers, ids and whatever is not said", () => {
    const script = scriptOf(OIL);
    expect(languagesOfScript(script)).toEqual(["en", "ja"]);
    expect(localizeScript(script, "ja")).toEqual({
      title: "石油",
      language: "ja",
      personas: [{ id: "mio", name: "ミオ" }],
      sections: [
        {
          id: "who",
          title: "誰が持つか",
          slide: {
            layout: "bar-chart",
            title: "誰が持つか",
            unit: "Gt",
            bars: [
              { label: "ノルウェー", value: 3 },
              { label: "OPEC", value: 9 },
            ],
          },
          narrations: [
            { id: "a", text: "ノルウェーにもある。", reading: "ノルウェーニモアル。", persona_id: "mio", item: 1 },
          ],
        },
      ],
    });
  });

  test("is the script without translations where it is its own", () => {
    const [narration] = localizeScript(scriptOf(OIL), "en").sections[0]?.narrations ?? [];
    const { translations: _translations, ...line } = OIL.sections[0]?.narrations[0] ?? {};
    expect(narration).toEqual(line);
    expect(JSON.stringify(localizeScript(scriptOf(OIL), "en"))).not.toContain("translations");
  });

  test("is refused with all that is not translated, and never falls back to another language", () => {
    const refusal = (() => {
      try {
        localizeScript(scriptOf(OIL), "de");
      } catch (error) {
        return error as ScriptValidationError;
      }
      throw new Error("It was not refused");
    })();
    expect(refusal).toBeInstanceOf(ScriptValidationError);
    expect(refusal.issues.map(({ path, code }) => [path, code])).toEqual(
      [
        "$.translations.de.title",
        "$.sections[0].translations.de.title",
        "$.sections[0].translations.de.slide.title",
        "$.sections[0].translations.de.slide.bars[0].label",
        "$.sections[0].translations.de.slide.bars[1].label",
        "$.sections[0].narrations[0].translations.de.text",
      ].map((path) => [path, "missing_translation"]),
    );
    expect(missingTranslationIssues(scriptOf(OIL), "ja")).toEqual([]);
  });
});

test("a slide of each layout is translated word by word, and is as good a slide then", () => {
  const sections = EXAMPLE_SLIDES.map((slide) => ({ title: "A", slide, narrations: [{ text: "One." }] }));
  const script = scriptOf({ title: "All", description: "Each of them.", sections });
  const translated = withTranslations(script, "fr", (text) => ({ text: `«${text}»`, reading: "un" }));
  expect(missingTranslations(translated, "fr")).toEqual([]);
  const again = scriptOf(translated);
  const french = localizeScript(again, "fr");
  expect(french.sections[0]?.narrations[0]).toMatchObject({ text: "«One.»", reading: "un" });
  for (const [index, { slide }] of french.sections.entries()) {
    const original = EXAMPLE_SLIDES[index];
    expect(slide?.layout).toBe(original?.layout);
    for (const key of ["code", "image", "language"]) expect(valueOf(slide, key)).toEqual(valueOf(original, key));
  }
  expect(JSON.stringify(french)).toContain("«");
  expect(withTranslations(again, "fr", () => ({ text: "another" }))).toEqual(again);
});

function valueOf(value: object | undefined, key: string): unknown {
  return new Map<string, unknown>(Object.entries(value ?? {})).get(key);
}

test("translations that do not fit what they translate are named", () => {
  const slide = { layout: "bullets", title: "Two", items: ["One", "Other"] };
  const section = (words: object) => ({ title: "A", slide, translations: { ja: { slide: words } } });
  expect(issuesOf(section({ items: ["一"] }))).toEqual([
    ["$.sections[0].translations.ja.slide.items", "misplaced_words"],
  ]);
  expect(issuesOf(section({ layout: "quote" }))).toEqual([
    ["$.sections[0].translations.ja.slide.layout", "misplaced_words"],
  ]);
  expect(issuesOf(section({ titel: "二" }))).toEqual([["$.sections[0].translations.ja.slide.titel", "unknown_field"]]);
  expect(issuesOf(section({ items: ["", null] }))).toEqual([
    ["$.sections[0].translations.ja.slide.items[0]", "out_of_range"],
  ]);
  expect(issuesOf({ title: "A", translations: { en: { title: "B" }, "not a tag": { title: "C" } } })).toEqual([
    ['$.sections[0].translations["not a tag"]', "invalid_value"],
  ]);
  expect(issuesOf({ title: "A", narrations: [{ text: "B", translations: { en: { text: "C" } } }] })).toEqual([
    ["$.sections[0].narrations[0].translations.en", "own_language"],
  ]);
});

test("recordings of other languages are files of the script", () => {
  const script = scriptOf({
    title: "A",
    sections: [{ title: "A", narrations: [{ text: "B", translations: { ja: { text: "C", audio: "c.wav" } } }] }],
  });
  expect(filesOfScript(script)).toEqual([
    { name: "c.wav", path: ["sections", 0, "narrations", 0, "translations", "ja", "audio"] },
  ]);
  expect(filesOfScript(withoutFiles(script))).toEqual([]);
});
