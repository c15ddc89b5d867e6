import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { askFfprobe, runProxx, temporaryFolder, type ProxxRun } from "@proxx/testing";
import { FAKE_KEY, jsonOf, startFakeVoicevox, type FakeVoicevox } from "@proxx/testing/fake-providers";
import { startFakeChatModel } from "@proxx/testing/fake-chat-model";
import { listen, toneLevel } from "@proxx/testing/look-and-listen";
import { expect, onTestFinished, test } from "vitest";

const ARTICLE = join(import.meta.dirname, "../../../examples/article.ja.md");
/** ささやき of ずんだもん, ノーマル of 四国めたん; their tones are what the engine gives them. */
const MIO = { style: 22, hertz: 420 };
const KEN = { style: 2, hertz: 220 };

const DIALOGUE = [
  { who: MIO, text: "味噌はなぜ腐らないの？", reading: "ミソワナゼクサラナイノ？" },
  { who: KEN, text: "麹菌が働くからです。", reading: null },
  { who: MIO, text: "麹菌って何？", reading: null },
  { who: KEN, text: "蒸した米に生えるカビです。", reading: "ムシタコメニハエルカビデス。" },
];

const section = (title: string, slide: object, lines: typeof DIALOGUE) => ({
  title,
  slide,
  image: null,
  slide_prompt: null,
  lines: lines.map(({ who, text, reading }) => ({ text, reading, persona: who === MIO ? "mio" : "ken", item: null })),
});

const ANSWER = {
  title: "味噌はなぜ腐らないのか",
  description: "樽の中の交代劇。",
  sections: [
    section("問い", { layout: "statement", text: "味噌は腐らない。", emphasis: null }, DIALOGUE.slice(0, 2)),
    section("麹菌", { layout: "bullets", title: "麹菌", items: ["米のカビ", "酵素"] }, DIALOGUE.slice(2)),
  ],
  pronunciations: [{ word: "麹菌", reading: "コウジキン" }],
};

function settings(writer: string, voicevox: string): string {
  return `
writer: { base_url: "${writer}", model: some-model, grounded: true }
voicevox: { base_url: "${voicevox}" }
personas:
  - { id: mio, name: ミオ, role: 聞き手, side: left, voice: { voice: "voicevox:ずんだもん", style: ささやき, speed: 1.2 } }
  - { id: ken, name: ケン, role: 解説者, side: right, voice: "voicevox:2" }
size: 426x240
frame_rate: 10
`;
}

interface Made {
  path: string;
  frames: number;
  files: Record<string, string>;
  made: Record<"narrations" | "slides" | "segments", { made: number; reused: number }>;
  checks: { check: string; pass: boolean }[];
  degradations: { code: string }[];
}

function madeBy(run: ProxxRun): Made {
  expect({ code: run.code, stderr: run.code === 0 ? "" : run.stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(run.stdout) as Made;
}

/** What the engine was asked to say, line by line in the order of the dialogue, and by which style. */
function saidBy(engine: FakeVoicevox) {
  const said = engine.requestsAt("submit").map(({ query }) => [query.get("text"), Number(query.get("speaker"))]);
  return new Map(said as [string, number][]);
}

test("an article becomes a conversation of two that a model writes and an engine speaks, each in their own voice", async () => {
  const model = await startFakeChatModel({ answers: [ANSWER] });
  onTestFinished(() => model.close());
  const engine = await startFakeVoicevox();
  onTestFinished(() => engine.close());
  const folder = temporaryFolder();
  writeFileSync(join(folder, "proxx.yaml"), settings(model.baseUrl, engine.url));
  const movie = (...args: string[]) =>
    runProxx(["movie", ...args, "-o", "out"], { cwd: folder, env: { PROXX_SCRIPT_API_KEY: FAKE_KEY } });

  const made = madeBy(await movie("create", ARTICLE));
  expect(made.checks.filter(({ pass }) => !pass)).toEqual([]);
  expect(made.degradations).toEqual([]);

  // What was written: the model saw the article and who speaks, and is asked by a schema.
  expect(model.asked()).toHaveLength(1);
  const [request] = model.asked();
  expect(request?.response_format?.type).toBe("json_schema");
  expect(request?.messages[0]?.content).toContain("- mio: ミオ, 聞き手");
  expect(request?.messages[1]?.content).toContain("味噌の塩分は約12パーセントあり");

  // What was spoken: readings as they are given, the others as they are written, each once and by who says it.
  expect(saidBy(engine)).toEqual(new Map(DIALOGUE.map(({ who, text, reading }) => [reading ?? text, who.style])));
  expect(engine.requestsAt("submit")).toHaveLength(4);
  const sounds = engine.requestsAt("result").map((sound) => ({
    style: Number(sound.query.get("speaker")),
    speed: (jsonOf(sound) as { speedScale: number }).speedScale,
  }));
  expect(sounds.toSorted((one, other) => one.style - other.style)).toEqual([
    { style: KEN.style, speed: 1 },
    { style: KEN.style, speed: 1 },
    { style: MIO.style, speed: 1.2 },
    { style: MIO.style, speed: 1.2 },
  ]);

  // The word that two lines say was put into the engine's dictionary once, and is kept there.
  const added = engine.requests.filter(({ path }) => path === "/user_dict_word");
  expect(added.map(({ method, query }) => [method, query.get("surface"), query.get("pronunciation")])).toEqual([
    ["POST", "麹菌", "コウジキン"],
  ]);
  expect([...engine.words.values()].map(({ surface }) => surface)).toEqual(["麹菌"]);

  // The movie: its subtitles are what is written, and in the time of each its speaker is heard.
  const { video, audio, chapters } = askFfprobe(made.path);
  expect(Number(video.nb_read_frames)).toBe(made.frames);
  expect(audio).toHaveLength(1);
  expect(chapters.map(({ tags }) => tags?.["title"])).toEqual(["問い", "麹菌"]);
  const cues = cuesOf(readFileSync(made.files["srt"] ?? "", "utf8"));
  expect(cues.map(({ text }) => text)).toEqual(DIALOGUE.map(({ text }) => text));
  const heard = listen(made.path);
  for (const [index, { who }] of DIALOGUE.entries()) {
    const { from = 0, to = 0 } = cues[index] ?? {};
    const other = who === MIO ? KEN : MIO;
    expect(toneLevel(heard, who.hertz, from, to)).toBeGreaterThan(toneLevel(heard, other.hertz, from, to) + 12);
  }
  expect(readdirSync(join(folder, "out/slides"))).toHaveLength(2);

  // The same again asks the model nothing, and has the engine say nothing.
  const before = engine.requests.length;
  const again = madeBy(await movie("create", ARTICLE));
  expect(again.made).toMatchObject({ narrations: { made: 0 }, slides: { made: 0 }, segments: { made: 0 } });
  expect(model.asked()).toHaveLength(1);
  expect(engine.requests.slice(before).filter(({ method }) => method !== "GET")).toEqual([]);

  // Another reading of a line: that line alone is spoken, as its speaker says it.
  const script = join(folder, "out/script.yaml");
  const written = readFileSync(script, "utf8");
  expect(written).toContain("ムシタコメニハエルカビデス。");
  writeFileSync(script, written.replace("ムシタコメニハエルカビデス。", "ムシタコメニハエルカビナノデス。"));
  const sofar = engine.requests.length;
  const edited = madeBy(await movie("render"));
  expect(edited.made).toMatchObject({ narrations: { made: 1, reused: 3 }, slides: { made: 0 } });
  const asked = engine.requests.slice(sofar).filter(({ method }) => method === "POST");
  expect(asked.map(({ path, query }) => [path, query.get("speaker"), query.get("text")])).toEqual([
    ["/audio_query", String(KEN.style), "ムシタコメニハエルカビナノデス。"],
    ["/synthesis", String(KEN.style), null],
  ]);
});

function cuesOf(srt: string): { from: number; to: number; text: string }[] {
  return srt
    .trim()
    .split(/\r?\n\r?\n/)
    .map((block) => {
      const [, times = "", ...lines] = block.split(/\r?\n/);
      const [from = 0, to = 0] = times.split(" --> ").map(secondsOf);
      return { from, to, text: lines.join("") };
    });
}

function secondsOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.replace(",", ".").split(":").map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}
