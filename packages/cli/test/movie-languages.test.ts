import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { askFfprobe, runProxx, temporaryFolder, type ProxxRun } from "@proxx/testing";
import { startFakeChatModel } from "@proxx/testing/fake-chat-model";
import { FAKE_KEY } from "@proxx/testing/fake-providers";
import { expect, test } from "vitest";

const SCRIPT = `# Mine, and kept.
title: Tides
language: en
translations: { ja: { title: 潮 } }
sections:
  - id: moon
    title: The moon
    slide: { layout: bullets, title: Who pulls, items: [The moon, The sun] }
    translations:
      ja: { title: 月, slide: { title: 引くもの, items: [月, 太陽] } }
    narrations:
      - { id: a, text: The moon pulls the sea., item: 1, translations: { ja: { text: 月が海を引く。 } } }
      - { id: b, text: And so does the sun., item: 2, translations: { ja: { text: 太陽も海を引いている。 } } }
  - id: end
    title: Twice a day
    slide: { layout: statement, text: Twice a day }
    translations: { ja: { title: 一日に二度, slide: { text: 一日に二度 } } }
    narrations: [{ id: c, text: So it rises twice a day., translations: { ja: { text: だから一日に二度満ちる。 } } }]
`;
const SMALL = ["--size", "426x240", "--fps", "10"];

interface Made {
  path: string;
  frames: number;
  durationSeconds: number;
  made: Record<"narrations" | "slides" | "segments", { made: number; reused: number }>;
  why?: Record<string, string>;
  checks: { pass: boolean }[];
}

function place(script = SCRIPT, env: NodeJS.ProcessEnv = {}) {
  const folder = temporaryFolder();
  const out = join(folder, "out");
  const path = join(out, "script.yaml");
  const movie = (...args: string[]) => runProxx(["movie", ...args], { cwd: folder, env });
  return {
    folder,
    out,
    path,
    movie,
    write: (text = script) => {
      mkdirSync(out, { recursive: true });
      writeFileSync(path, text);
    },
  };
}

function moviesOf(run: ProxxRun): Record<string, Made> {
  expect({ code: run.code, stderr: run.code === 0 ? "" : run.stderr }).toEqual({ code: 0, stderr: "" });
  return (JSON.parse(run.stdout) as { movies: Record<string, Made> }).movies;
}

const spokenIn = (srt: string) =>
  srt
    .split("\n")
    .filter((line) => line !== "" && !/^\d+$|-->/u.test(line))
    .join(" ");

test("one script becomes a movie in each language, and an edit in one makes only that again", async () => {
  const { out, path, movie, write } = place();
  write();
  const first = moviesOf(await movie("render", "-o", "out", ...SMALL, "--language", "en,ja"));
  expect(Object.keys(first)).toEqual(["en", "ja"]);
  for (const [language, made] of Object.entries(first)) {
    expect(made.path).toBe(join(out, language, "movie.mp4"));
    expect(made.checks.every(({ pass }) => pass)).toBe(true);
    const { video, audio } = askFfprobe(made.path);
    expect(Number(video.nb_read_frames)).toBe(made.frames);
    expect(audio).toHaveLength(1);
    expect(readdirSync(join(out, language, "audio")).sort()).toEqual(["a.wav", "b.wav", "c.wav"]);
    expect(readdirSync(join(out, language, "slides")).sort()).toEqual(["end.png", "moon.png"]);
    // What was spoken, what comes before and after it: the movie is as long as its own lines.
    const spoken = ["a", "b", "c"].reduce(
      (sum, id) => sum + soundSeconds(join(out, language, "audio", `${id}.wav`)),
      0,
    );
    expect(made.durationSeconds).toBeGreaterThan(spoken);
    expect(made.durationSeconds).toBeLessThan(spoken + 6);
  }
  expect(existsSync(join(out, "movie.mp4"))).toBe(false);
  const srt = (language: string) => spokenIn(readFileSync(join(out, language, "movie.srt"), "utf8"));
  expect(srt("en")).toBe("The moon pulls the sea. And so does the sun. So it rises twice a day.");
  expect(srt("ja")).toBe("月が海を引く。 太陽も海を引いている。 だから一日に二度満ちる。");
  expect(readFileSync(join(out, "ja", "movie.chapters.txt"), "utf8")).toContain("一日に二度");

  writeFileSync(path, SCRIPT.replace("太陽も海を引いている", "太陽も海を強く引いている"));
  const edited = moviesOf(await movie("render", "-o", "out", ...SMALL, "--language", "en,ja", "--why"));
  expect(edited["en"]).toMatchObject({
    frames: first["en"]?.frames,
    made: { narrations: { made: 0 }, slides: { made: 0 }, segments: { made: 0 } },
    why: {},
  });
  expect(edited["ja"]).toMatchObject({ made: { narrations: { made: 1, reused: 2 }, slides: { made: 0, reused: 2 } } });
  expect(edited["ja"]?.made.segments.reused).toBeGreaterThan(0);
  expect(Object.entries(edited["ja"]?.why ?? {})).toEqual([
    ["narration b", expect.stringMatching(/^changed: .*text/u) as string],
  ]);
  expect(edited["ja"]?.why?.["narration b"]).not.toContain("language");

  // Its own language alone lies where movies always do, made of what is there.
  const own = JSON.parse((await movie("render", "-o", "out", ...SMALL)).stdout) as Made;
  expect(own).toMatchObject({ path: join(out, "movie.mp4"), made: { narrations: { made: 0 }, segments: { made: 0 } } });
});

/** Of one channel of 16 bits at 48 kHz, behind 44 bytes. */
function soundSeconds(path: string): number {
  return (statSync(path).size - 44) / 2 / 48_000;
}

test("without a model, what is not translated is an error that says what to do, before anything is made", async () => {
  const { out, movie, write } = place();
  write(SCRIPT.replace(", translations: { ja: { text: 月が海を引く。 } }", "").replace("{ title: 潮 }", "{}"));
  const run = await movie("render", "-o", "out", ...SMALL, "--language", "en,ja,de");
  expect(run).toMatchObject({ code: 1, stdout: "" });
  expect(run.stderr).toContain("The script lacks 2 texts in `ja`, 10 texts in `de`.");
  expect(run.stderr).toContain("`proxx movie check");
  expect(readdirSync(out)).toEqual(["script.yaml"]);

  const named = ["$.translations.ja.title", "$.sections[0].narrations[0].translations.ja.text"];
  for (const args of [[], ["--language", "ja"]]) {
    const checked = await movie("check", "out", "--json", "--ignore", "brief_slide", ...args);
    expect(checked.code).toBe(1);
    const { findings } = JSON.parse(checked.stdout) as { findings: { code: string; path: string }[] };
    expect(findings.map(({ code, path }) => [code, path])).toEqual(named.map((path) => ["missing_translation", path]));
  }
  write();
  expect(await movie("check", "out", "--language", "ja")).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("一日に二度") as string,
  });
});

test.each([
  ["what is no language", ["--language", "en,japanese!"], "Expected languages such as"],
  ["one voice for two languages", ["--language", "en,ja", "--voice", "espeak:en-gb"], "speaks one language"],
])("%s is wrong usage", async (_, args, said) => {
  const { movie, write } = place();
  write();
  const run = await movie("render", "-o", "out", ...SMALL, ...args);
  expect(run).toMatchObject({ code: 64, stdout: "", stderr: expect.stringContaining(said) as string });
});

const TEXTS: Readonly<Record<string, string>> = {
  Tides: "Gezeiten",
  "The moon": "Der Mond",
  "Who pulls": "Wer zieht",
  "The sun": "Die Sonne",
  "The moon pulls the sea.": "Der Mond zieht das Meer an.",
  "And so does the sun.": "Und die Sonne ebenso.",
  "Twice a day": "Zweimal am Tag",
  "So it rises twice a day.": "Darum steigt es zweimal am Tag.",
};

/** What a model answers: the texts that it is given, by their numbers. */
const answer = (texts: readonly string[]) => ({
  translations: texts.map((text, index) => ({ number: index + 1, text, reading: null })),
});

test("the model of proxx.yaml translates what is missing, once, into the script; an unfit answer goes back", async () => {
  const texts = Object.values(TEXTS);
  const fake = await startFakeChatModel({ answers: [answer(texts.slice(1)), answer(texts), answer([])] });
  try {
    const { folder, out, path, movie, write } = place(SCRIPT, { PROXX_SCRIPT_API_KEY: FAKE_KEY });
    write();
    writeFileSync(join(folder, "proxx.yaml"), `writer: { base_url: "${fake.baseUrl}", model: some-model }\n`);
    const run = await movie("render", "-o", "out", ...SMALL, "--language", "de");
    expect({ code: run.code, stderr: run.code === 0 ? "" : run.stderr }).toEqual({ code: 0, stderr: "" });
    const made = JSON.parse(run.stdout) as Made;
    expect(made.path).toBe(join(out, "de", "movie.mp4"));
    expect(spokenIn(readFileSync(join(out, "de", "movie.srt"), "utf8"))).toBe(
      "Der Mond zieht das Meer an. Und die Sonne ebenso. Darum steigt es zweimal am Tag.",
    );
    const [asked, repaired] = fake.asked();
    expect(asked?.response_format).toMatchObject({ json_schema: { name: "translation" } });
    expect(asked?.messages[1]?.content).toContain("6 (spoken): And so does the sun.");
    expect(repaired?.messages[3]?.content).toContain("Text 8 is not translated.");
    const written = readFileSync(path, "utf8");
    expect(written).toMatch(/^# Mine, and kept\./u);
    expect(written).toContain("月が海を引く。");

    // What stands there, a person's change too, is not translated again.
    writeFileSync(path, written.replace("Darum steigt es", "So steigt es"));
    const again = JSON.parse((await movie("render", "-o", "out", ...SMALL, "--language", "de")).stdout) as Made;
    expect(again.made.narrations).toEqual({ made: 1, reused: 2 });
    expect(fake.asked()).toHaveLength(2);
  } finally {
    await fake.close();
  }
});
