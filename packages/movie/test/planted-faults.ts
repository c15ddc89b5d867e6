import type { CheckMovieScriptOptions } from "../src/index.ts";
import { goodJapaneseScript, goodScript, type GoodScript } from "./good-script.ts";

/** A fault, how it gets into a good script, and where it is to be found. */
export interface PlantedFault {
  readonly name: string;
  readonly code: string;
  readonly path: string;
  readonly script: GoodScript;
  readonly options?: Partial<CheckMovieScriptOptions>;
}

function planted(
  name: string,
  [code, path]: readonly [code: string, path: string],
  plant: (script: GoodScript) => void,
  options: Partial<CheckMovieScriptOptions> = {},
): PlantedFault {
  const script = goodScript();
  plant(script);
  return { name, code, path, script, options };
}

function plantedInJapanese(...[name, found, plant]: Parameters<typeof planted>): PlantedFault {
  const script = goodJapaneseScript();
  plant(script);
  return { ...planted(name, found, () => {}), script };
}

const LINE = "$.sections[5].narrations[0]";
const SLIDE = "$.sections[1].slide";
const words = (count: number) => Array.from({ length: count }, (_, index) => WORDS[index % WORDS.length]).join(" ");
const WORDS = ["water", "lifts", "every", "ship", "over", "the", "hill", "that", "it", "meets"];

/** Says something else in the last section. */
const saying =
  (text: string, more: object = {}) =>
  (script: GoodScript) => {
    const [line] = script.sections[5]?.narrations ?? [];
    if (line !== undefined) Object.assign(line, { text, ...more });
  };

/** Shows something else in the second, in which three lines are said of three items. */
const showing = (slide: Record<string, unknown>) => (script: GoodScript) => {
  const section = script.sections[1];
  if (section === undefined) return;
  section.slide = slide;
  section.narrations = section.narrations.map(({ text }) => ({ text }));
};

/** Changes the slide that a section has. */
const slide = (index: number, change: Record<string, unknown>) => (script: GoodScript) => {
  Object.assign(script.sections[index]?.slide ?? {}, change);
};

/** The same, shown for so long that several slides are seen. */
const longer = (index: number, change: Record<string, unknown>) => (script: GoodScript) => {
  slide(index, change)(script);
  const more = { text: "There are many more of them than one can count on the fingers of both hands." };
  script.sections[index]?.narrations.push(more);
  Object.assign(script.sections[index] ?? {}, { seconds: 18 });
};

const sections = (change: (sections: GoodScript["sections"]) => void) => (script: GoodScript) =>
  change(script.sections);
const BULLETS = { layout: "bullets", title: "Three steps" };

/** What the contract's own check of a script finds. */
const OF_THE_SCRIPT: readonly PlantedFault[] = [
  planted(
    "a field that there is not",
    ["unknown_field", "$.sections[0].titel"],
    sections(([first]) => Object.assign(first ?? {}, { titel: "A" })),
  ),
  planted("a layout that there is not", ["invalid_value", `${SLIDE}.layout`], slide(1, { layout: "bulets" })),
  planted(
    "an id twice",
    ["duplicate_id", "$.sections[1].id"],
    sections((all) => [0, 1].map((index) => Object.assign(all[index] ?? {}, { id: "same" }))),
  ),
  planted(
    "a persona that there is not",
    ["unknown_persona", `${LINE}.persona_id`],
    saying("The water does all of the work, and needs no engine.", { persona_id: "rio" }),
  ),
  planted(
    "a source that there is not",
    ["unknown_source", `${LINE}.source.source`],
    saying("The water does all of the work, and needs no engine.", { source: { source: 3, start: 0, end: 4 } }),
  ),
  planted(
    "a row that is too short",
    ["uneven_table", "$.sections[2].slide.rows[1]"],
    slide(2, { rows: [["Kieldrecht", "500 m"], ["Panama"]] }),
  ),
  planted(
    "a curve that is too long",
    ["uneven_chart", `${SLIDE}.lines[0].values`],
    showing({ layout: "line-chart", title: "Levels", labels: ["a", "b"], lines: [{ name: "n", values: [1, 2, 3] }] }),
  ),
];

const OF_FILES: readonly PlantedFault[] = [
  planted(
    "a recording that is not there",
    ["missing_file", "$.sections[4].narrations[0].audio"],
    sections((all) => Object.assign(all[4]?.narrations[0] ?? {}, { audio: "take4.wav" })),
  ),
  planted(
    "a recording that is none",
    ["unreadable_file", "$.sections[4].narrations[0].audio"],
    sections((all) => Object.assign(all[4]?.narrations[0] ?? {}, { audio: "noise.wav" })),
  ),
  planted(
    "a recording without sound",
    ["wrong_media", "$.sections[4].narrations[0].audio"],
    sections((all) => Object.assign(all[4]?.narrations[0] ?? {}, { audio: "lock.png" })),
  ),
  planted(
    "a picture that is not there",
    ["missing_file", "$.sections[5].slide.image"],
    slide(5, { image: "nowhere.png" }),
  ),
  planted(
    "a picture that is damaged",
    ["unreadable_file", "$.sections[5].slide.image"],
    slide(5, { image: "broken.png" }),
  ),
  planted(
    "a picture that is empty",
    ["unreadable_file", "$.sections[5].slide.image"],
    slide(5, { image: "empty.png" }),
  ),
  planted(
    "a background that is not there",
    ["missing_file", "$.sections[1].background.path"],
    sections((all) => Object.assign(all[1]?.background ?? {}, { path: "sea.png" })),
  ),
  planted(
    "a background film that is none",
    ["wrong_media", "$.sections[1].background.path"],
    sections((all) => Object.assign(all[1]?.background ?? {}, { type: "video", path: "take.wav" })),
  ),
  planted(
    "a background that is a folder",
    ["unreadable_file", "$.sections[1].background.path"],
    sections((all) => Object.assign(all[1]?.background ?? {}, { path: "." })),
  ),
  planted("an avatar that is not there", ["missing_file", "$.personas[0].avatar"], ({ personas }) =>
    Object.assign(personas?.[0] ?? {}, { avatar: "rio.png" }),
  ),
  planted("music that is not there", ["missing_file", "$.music.path"], () => {}, { music: "song.wav" }),
  planted("music that is none", ["unreadable_file", "$.music.path"], () => {}, { music: "noise.wav" }),
  planted("a picture that is small", ["small_picture", "$.sections[5].slide.image"], slide(5, { image: "small.png" })),
  planted(
    "a background that is small",
    ["small_picture", "$.sections[1].background.path"],
    sections((all) => Object.assign(all[1]?.background ?? {}, { path: "small.png" })),
  ),
  planted(
    "a picture that is a stripe",
    ["odd_picture_shape", "$.sections[5].slide.image"],
    slide(5, { image: "stripe.png" }),
  ),
];

const OF_WHAT_IS_SAID: readonly PlantedFault[] = [
  planted(
    "a persona who says nothing",
    ["persona_without_lines", "$.personas[2]"],
    ({ personas }) => void personas?.push({ id: "rio", name: "Rio" }),
  ),
  planted(
    "a title that another section has",
    ["same_title", "$.sections[5].title"],
    sections((all) => Object.assign(all[5] ?? {}, { title: "three steps" })),
  ),
  planted(
    "a section of nothing",
    ["empty_section", "$.sections[6]"],
    sections((all) => void all.push({ title: "Later", seconds: 4, narrations: [] })),
  ),
  planted(
    "a picture of a page without its credit",
    ["uncredited_picture", "$.sections[1].source_image_url"],
    sections((all) => Object.assign(all[1] ?? {}, { source_image_url: "https://example.com/a.png" })),
  ),
  planted(
    "a slide's picture of a page without its credit",
    ["uncredited_picture", "$.sections[5].slide.image"],
    slide(5, { image: "https://example.com/a.png", credit: undefined }),
  ),
  planted(
    "a line that stands beyond its source",
    ["span_outside_source", `${LINE}.source`],
    saying("The water does all of the work, and needs no engine.", { source: { source: 0, start: 60, end: 500 } }),
  ),
  planted(
    "a line that ends before it begins",
    ["span_outside_source", `${LINE}.source`],
    saying("The water does all of the work, and needs no engine.", { source: { source: 0, start: 20, end: 10 } }),
  ),
  planted("more than was asked for", ["too_long", "$.sections"], () => {}, { mostSeconds: 30 }),
  planted(
    "a text that was decoded wrongly",
    ["mojibake", `${LINE}.text`],
    saying("The shipâ€™s way over the hill needs no engine at all."),
  ),
  planted(
    "signs that were lost",
    ["mojibake", "$.sections[5].title"],
    sections((all) => Object.assign(all[5] ?? {}, { title: "A caf\uFFFD at dusk" })),
  ),
  plantedInJapanese(
    "a line that is not translated",
    ["missing_translation", "$.sections[0].narrations[1].translations.en.text"],
    (script) => {
      const [section] = script.sections;
      const words = { title: "How a lock works" };
      Object.assign(script, { translations: { en: words } });
      Object.assign(section ?? {}, { translations: { en: { ...words, slide: words } } });
      Object.assign(section?.narrations[0] ?? {}, { translations: { en: { text: "How does a ship climb a hill?" } } });
    },
  ),
  planted(
    "a line that no font can draw",
    ["uncovered_glyphs", `${LINE}.text`],
    saying("The sign 𓀀 stood above every gate of the old canal."),
  ),
  planted(
    "a point that no font can draw",
    ["uncovered_glyphs", `${SLIDE}.items[1]`],
    showing({ ...BULLETS, items: ["Close", "𓀀 opens", "Go on"] }),
  ),
  planted(
    "a title that no font can draw",
    ["uncovered_glyphs", "$.title"],
    (script) => void (script.title = "Locks 𓀀"),
  ),
  planted(
    "the quotes of a typewriter",
    ["typewriter_quotes", `${LINE}.text`],
    saying('The keeper calls "open" when the water is level.'),
  ),
  planted(
    "hyphens for a dash",
    ["double_hyphen", `${LINE}.text`],
    saying("The keeper waits -- and opens when the water is level."),
  ),
  planted(
    "a line of emoji",
    ["nothing_to_speak", `${LINE}.text`],
    sections((all) => void all[5]?.narrations.unshift({ text: "🚢🌊" })),
  ),
  planted(
    "an address",
    ["address_in_line", `${LINE}.text`],
    saying("All of this stands on https://example.com/locks for you."),
  ),
  planted(
    "code that is to be spoken",
    ["code_in_line", `${LINE}.text`],
    saying("The keeper calls mayOpen(gate) when the water is level."),
  ),
  planted(
    "marks of Markdown",
    ["markup_in_line", `${LINE}.text`],
    saying("The keeper opens **only** when the water is level."),
  ),
  planted(
    "marks of HTML",
    ["markup_in_line", `${LINE}.text`],
    saying("The keeper waits<br> and opens when the water is level."),
  ),
  planted(
    "a line of another language",
    ["other_language", `${LINE}.text`],
    saying("Das Wasser hebt das Schiff, und der Motor ist nicht an."),
  ),
  planted(
    "a line of other signs",
    ["other_language", `${LINE}.text`],
    saying("水が船を持ち上げるので、エンジンは要りません。"),
  ),
  plantedInJapanese(
    "an English line in Japanese",
    ["other_language", "$.sections[0].narrations[0].text"],
    ({ sections: [first] }) =>
      Object.assign(first?.narrations[0] ?? {}, { text: "The water lifts the ship over the hill." }),
  ),
  planted(
    "a line twice in a row",
    ["repeated_line", "$.sections[5].narrations[1].text"],
    sections((all) => void all[5]?.narrations.push({ text: all[5].narrations[0]?.text ?? "" })),
  ),
  planted(
    "an item beyond the slide's",
    ["item_beyond_slide", "$.sections[1].narrations[2].item"],
    sections((all) => Object.assign(all[1]?.narrations[2] ?? {}, { item: 4 })),
  ),
  planted(
    "a pronunciation of no word",
    ["unused_pronunciation", "$.pronunciations[1].word"],
    ({ pronunciations }) => void pronunciations?.push({ word: "Worcester", reading: "wooster" }),
  ),
  planted(
    "two pronunciations of a word",
    ["repeated_pronunciation", "$.pronunciations[1].word"],
    ({ pronunciations }) => void pronunciations?.push({ word: "quay", reading: "kay" }),
  ),
  plantedInJapanese(
    "a reading that has to be read",
    ["reading_not_kana", "$.sections[0].narrations[1].reading"],
    ({ sections: [first] }) => Object.assign(first?.narrations[1] ?? {}, { reading: "こうもんという部屋" }),
  ),
  plantedInJapanese(
    "a pronunciation that has to be read",
    ["reading_not_kana", "$.pronunciations[0].reading"],
    ({ pronunciations }) => Object.assign(pronunciations?.[0] ?? {}, { reading: "水門" }),
  ),
];

const OF_SLIDES: readonly PlantedFault[] = [
  planted(
    "a row to stand out that is not there",
    ["highlight_beyond", "$.sections[2].slide.highlight"],
    slide(2, { highlight: 4 }),
  ),
  planted(
    "a bar to stand out that is not there",
    ["highlight_beyond", "$.sections[3].slide.highlight"],
    slide(3, { highlight: 9 }),
  ),
  planted(
    "lines of code that are not there",
    ["focus_beyond", "$.sections[4].slide.focus[1]"],
    slide(4, {
      focus: [
        [1, 2],
        [3, 5],
      ],
    }),
  ),
  planted(
    "words to stand out that are not there",
    ["emphasis_elsewhere", `${SLIDE}.emphasis`],
    showing({ layout: "statement", text: "Water lifts the ship", emphasis: "engine" }),
  ),
  planted(
    "nothing beside a picture",
    ["image_without_text", SLIDE],
    showing({ layout: "image-text", title: "A lock", image: "lock.png", credit: "Ada Pike" }),
  ),
  planted(
    "text where there are items",
    ["text_left_out", `${SLIDE}.text`],
    showing({
      layout: "image-text",
      title: "A lock",
      image: "lock.png",
      credit: "Ada Pike",
      text: "A gate",
      items: ["Close", "Fill", "Open"],
    }),
  ),
  planted(
    "a point twice",
    ["repeated_item", `${SLIDE}.items[2]`],
    showing({ ...BULLETS, items: ["Close", "Fill", "Close"] }),
  ),
  planted(
    "too many points",
    ["too_many_points", `${SLIDE}.items`],
    showing({ ...BULLETS, items: ["One", "Two", "Three", "Four", "Five", "Six"] }),
  ),
  planted(
    "a point that is a sentence",
    ["long_point", `${SLIDE}.items[0]`],
    showing({ ...BULLETS, items: [words(18), "Fill", "Open"] }),
  ),
  planted(
    "too many rows",
    ["too_many_rows", "$.sections[2].slide.rows"],
    longer(2, { rows: Array.from({ length: 9 }, (_, index) => [`Lock ${index + 1}`, "1 m"]) }),
  ),
  planted(
    "too many columns",
    ["too_many_columns", "$.sections[2].slide.columns"],
    slide(2, { columns: ["a", "b", "c", "d", "e", "f"], rows: [["1", "2", "3", "4", "5", "6"]] }),
  ),
  planted(
    "too many bars",
    ["too_many_bars", "$.sections[3].slide.bars"],
    slide(3, { bars: Array.from({ length: 9 }, (_, index) => ({ label: `Lock ${index + 1}`, value: 9 - index })) }),
  ),
  planted(
    "too many curves",
    ["too_many_curves", `${SLIDE}.lines`],
    showing({
      layout: "line-chart",
      title: "Levels",
      labels: ["2020", "2025"],
      lines: ["One", "Two", "Three", "Four", "Five"].map((name, index) => ({ name, values: [index * 10, index * 20] })),
    }),
  ),
  planted(
    "too many words",
    ["too_many_words", SLIDE],
    showing({ ...BULLETS, items: [0, 1, 2, 3].map((index) => `${words(9 + index)} ${index}`) }),
  ),
  planted(
    "a title that goes on",
    ["long_title", `${SLIDE}.title`],
    showing({ ...BULLETS, title: words(14), items: ["Close", "Fill", "Open"] }),
  ),
  planted(
    "a statement that goes on",
    ["long_statement", `${SLIDE}.text`],
    showing({ layout: "statement", text: words(24) }),
  ),
  planted(
    "a quote that goes on",
    ["long_quote", `${SLIDE}.text`],
    showing({ layout: "quote", text: words(40), name: "Ada Pike" }),
  ),
  planted(
    "code that goes on",
    ["long_code", "$.sections[4].slide.code"],
    longer(4, { code: Array.from({ length: 20 }, (_, index) => `open(${index});`).join("\n") }),
  ),
  planted(
    "code that is wide",
    ["wide_code", "$.sections[4].slide.code"],
    slide(4, {
      code: `const gates = [${Array.from({ length: 40 }, (_, index) => index).join(", ")}];`,
      focus: undefined,
    }),
  ),
  planted("credits behind credits", ["second_ending", "$.outro"], (script) => {
    Object.assign(script, { outro: true });
    script.sections.push({
      title: "Thanks",
      slide: { layout: "credits", title: "Thanks", rows: [{ role: "Words", name: "Ada Pike" }] },
      seconds: 5,
      narrations: [],
    });
  }),
  planted("a film that is longer than what is shown of it", ["long_film", "$.sections[1].background.path"], (script) =>
    Object.assign(script.sections[1]?.background ?? {}, { type: "video", path: "long.avi" }),
  ),
  planted("an open mouth that is not there", ["missing_file", "$.personas[0].avatar.open"], (script) =>
    Object.assign(script.personas?.[0] ?? {}, { avatar: { closed: "mio.png", open: "gone.png" } }),
  ),
  planted("a logo that does not stand out", ["weak_logo", "$.brand.logo"], () => {}, {
    theme: "circuit",
    logo: { path: "dark.svg", onDark: "dark.svg" },
  }),
  planted("a logo for dark grounds that is not there", ["missing_file", "$.brand.logo_on_dark"], () => {}, {
    logo: { path: "dark.svg", onDark: "gone.svg" },
  }),
  planted("a brand's colour that cannot be read", ["weak_brand_colour", "$.brand.accent"], () => {}, {
    brand: { accent: "#ffe680" },
  }),
  planted(
    "a word that no slide can hold",
    ["slide_shortened", SLIDE],
    showing({
      layout: "statement",
      text: "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(4),
    }),
  ),
];

const OF_TIMES: readonly PlantedFault[] = [
  planted("a slide that is gone at once", ["brief_slide", "$.sections[5]"], saying("It works.")),
  planted(
    "a slide that never changes",
    ["still_slide", "$.sections[5]"],
    sections(
      (all) =>
        void all[5]?.narrations.push(
          ...[0, 1, 2, 3].map((index) => ({
            text: `In year ${index + 1} of the canal the water did all of the work for the ships.`,
          })),
        ),
    ),
  ),
  planted(
    "a silence",
    ["long_pause", "$.sections[1].narrations[0].pause_after_seconds"],
    sections((all) => Object.assign(all[1]?.narrations[0] ?? {}, { pause_after_seconds: 12 })),
  ),
  planted(
    "a line without a breath",
    ["long_line", "$.sections[1].narrations[0].text"],
    sections((all) =>
      Object.assign(all[1] ?? {}, {
        narrations: [
          {
            text: ["Close the lower gate", "let water in", "open the upper gate"]
              .map((step) => `${words(24)} ${step}`)
              .join(", "),
          },
        ],
      }),
    ),
  ),
  planted(
    "a voice that hurries",
    ["fast_caption", "$.sections[1].narrations[1].text"],
    sections((all) => Object.assign(all[1]?.narrations[1] ?? {}, { voice: { voice: "espeak:en-gb", speed: 3 } })),
  ),
  plantedInJapanese(
    "a voice that hurries in Japanese",
    ["fast_caption", "$.sections[0].narrations[1].text"],
    ({ sections: [first] }) => Object.assign(first?.narrations[1] ?? {}, { voice: { voice: "voicevox:3", speed: 2 } }),
  ),
  planted(
    "a subtitle that flashes",
    ["brief_caption", "$.sections[0].narrations[0].text"],
    sections((all) =>
      Object.assign(all[0] ?? {}, {
        narrations: [
          {
            id: "brief",
            text: "No.",
            persona_id: "mio",
            pause_after_seconds: 0,
            voice: { voice: "espeak:en-gb", speed: 4 },
          },
          ...(all[0]?.narrations ?? []),
          { text: "So it is said.", persona_id: "mio" },
        ],
      }),
    ),
    { spoken: [{ id: "brief", seconds: 0.2, words: [{ from: 0, to: 3, start: 0, end: 0.2 }] }] },
  ),
  planted(
    "a word as long as a line",
    ["wide_word", `${LINE}.text`],
    saying("They call it the Donaudampfschifffahrtsgesellschaftskapitänsmütze, and wear it at work."),
  ),
  planted(
    "letters as wide as a line",
    ["wide_caption", `${LINE}.text`],
    saying("WWWWWWWWW MMMMMMMMM WWWWWWWWW MMMMMMMMM ".repeat(2).trim()),
  ),
];

/** Each in a good script of its own, in which there is nothing else to find. */
export const PLANTED_FAULTS: readonly PlantedFault[] = [
  ...OF_THE_SCRIPT,
  ...OF_FILES,
  ...OF_WHAT_IS_SAID,
  ...OF_SLIDES,
  ...OF_TIMES,
];
