import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { movieConfigSchema, type Narration, type Script } from "@proxx/contract";
import { makeClip, temporaryFolder, testPicture } from "@proxx/testing";
import { expect, test } from "vitest";
import { createMovieProgress, generateScriptFromText, makeMovie, movieSettings } from "../src/index.ts";
import { samplePhoto } from "../../slides/test/sample-photo.ts";
import { offlineWorkshop } from "./offline-workshop.ts";

async function make(script: Script, folder: string, config: object = {}) {
  const settings = movieSettings(movieConfigSchema.parse({ size: "480x270", frame_rate: 10, ...config }), folder);
  const progressOf = createMovieProgress(undefined, Date.now);
  return await makeMovie(
    { script, folder, settings, progressOf, signal: new AbortController().signal },
    offlineWorkshop,
  );
}

/** What was made until now: files by what sort of thing they are. */
function filesOf(folder: string): Map<string, string[]> {
  const entries = readdirSync(join(folder, ".proxx"), { withFileTypes: true });
  const kinds = entries.flatMap((entry) => (entry.isDirectory() && entry.name !== "working" ? [entry.name] : []));
  const isMade = (name: string) => /^[0-9a-f]{32}-[0-9a-f]{16}\./.test(name);
  return new Map(kinds.map((kind) => [kind, readdirSync(join(folder, ".proxx", kind)).filter(isMade)]));
}

function madeSince(before: Map<string, string[]>, folder: string): Record<string, number> {
  const counts = [...filesOf(folder)].map(([kind, names]) => {
    const known = new Set(before.get(kind));
    return [kind, names.filter((name) => !known.has(name)).length] as const;
  });
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** The first sections of the example: bullets that come with their words, crossfades, lines of several subtitles. */
async function example(): Promise<Script> {
  const article = readFileSync(join(import.meta.dirname, "../../../examples/article.md"), "utf8");
  const { script } = await generateScriptFromText(article, { origin: { name: "article.md" } });
  return { ...script, sections: script.sections.slice(0, 3) };
}

function withLines(script: Script, change: (line: Narration) => Narration[]): Script {
  const sections = script.sections.map((section) => ({ ...section, narrations: section.narrations.flatMap(change) }));
  return { ...script, sections };
}

test("a word of a line is one WAV, one segment and the movie put together anew, which is the movie that is made of nothing", async () => {
  const script = await example();
  const folder = temporaryFolder();
  const first = await make(script, folder);
  const lines = script.sections.flatMap(({ narrations }) => narrations);
  const changed = lines.find(({ text }) => /\bnearer\b/.test(text));
  if (changed === undefined) throw new Error("There is no line");
  expect(first.made.segments).toEqual({ made: lines.length, reused: 0 });

  const before = filesOf(folder);
  const text = changed.text.replace(/\bnearer\b/, "so much closer");
  expect(text).not.toBe(changed.text);
  const edited = withLines(script, (line) => [line === changed ? { ...line, text } : line]);
  const word = await make(edited, folder);
  expect(word.frames).toBeGreaterThan(first.frames);
  expect(word.made).toEqual({
    narrations: { made: 1, reused: lines.length - 1 },
    slides: { made: 0, reused: first.made.slides.made },
    segments: { made: 1, reused: lines.length - 1 },
  });
  // The sound of the line and the mix of all, the movie and its thumbnail, and what was decoded.
  const joined = { speech: 1, mix: 1, movie: 1, thumbnail: 1, proof: 1 };
  expect(madeSince(before, folder)).toEqual({ narration: 1, segment: 1, ...joined });

  const fresh = await make(edited, temporaryFolder());
  expect(readFileSync(word.path).equals(readFileSync(fresh.path))).toBe(true);

  const earlier = filesOf(folder);
  const own = { id: "own", text: "Nobody on the quay can see that." };
  const inserted = await make(
    withLines(edited, (line) => (line.id === changed.id ? [line, own] : [line])),
    folder,
  );
  expect(inserted.made.narrations).toEqual({ made: 1, reused: lines.length });
  expect(madeSince(earlier, folder)).toMatchObject({ narration: 1, speech: 1 });
});

/** Everything moves here through whole sections: a picture, faces, points of which nobody speaks, a line of progress, a film. */
const moving: Script = {
  title: "Tides",
  language: "en",
  personas: [
    { id: "mio", name: "Mio" },
    { id: "ken", name: "Ken" },
  ],
  sections: [
    {
      id: "moon",
      title: "The moon",
      background: { type: "image", path: "photo.png", zoom: true },
      slide: { layout: "bullets", title: "What happens", items: ["Alpha", "Beta", "Gamma"] },
      narrations: [
        { id: "m1", text: "The moon pulls the sea.", persona_id: "mio" },
        { id: "m2", text: "Every harbour sees it.", persona_id: "ken" },
        { id: "m3", text: "The tables say when.", persona_id: "mio" },
      ],
    },
    {
      id: "waves",
      title: "The waves",
      background: { type: "video", path: "waves.mp4" },
      slide: { layout: "statement", text: "It never stops" },
      narrations: [
        { id: "w1", text: "This is what it is like.", persona_id: "ken" },
        { id: "w2", text: "It goes on and on.", persona_id: "mio" },
        { id: "w3", text: "Nobody has seen it stop.", persona_id: "ken" },
      ],
    },
    {
      id: "end",
      title: "The end",
      slide: { layout: "section", title: "The end" },
      narrations: [{ id: "e1", text: "That is all.", persona_id: "mio" }],
    },
  ],
};

test("a word of a line is one segment where all of a section moves; where a film runs, also those in which it goes on", async () => {
  const folder = temporaryFolder();
  const film = [...testPicture({ size: "480x270", rate: "30", seconds: 3 }), "-c:v", "libx264", "-pix_fmt", "yuv420p"];
  cpSync(makeClip("waves.mp4", film), join(folder, "waves.mp4"));
  writeFileSync(join(folder, "photo.png"), samplePhoto(640, 360));
  const config = { progress_line: true };
  const first = await make(moving, folder, config);
  expect(first.degradations).toEqual([]);
  expect(first.made.segments).toEqual({ made: 7, reused: 0 });
  const edit = async (id: string, word: string, other: string) => {
    const changed = withLines(moving, (line) => [
      line.id === id ? { ...line, text: line.text.replace(word, other) } : line,
    ]);
    const { frames, made } = await make(changed, folder, config);
    expect(frames).not.toBe(first.frames);
    return made;
  };
  for (const [id, word, other] of [
    ["m1", "The", "Our own old"],
    ["m3", "when", "at what time"],
  ] as const) {
    expect(await edit(id, word, other)).toMatchObject({
      narrations: { made: 1, reused: 6 },
      slides: { made: 0 },
      segments: { made: 1, reused: 6 },
    });
  }
  // The film is further when the lines behind it begin, and when the slide of the next section has come.
  expect((await edit("w2", "on and on", "on and on and on again")).segments).toEqual({ made: 3, reused: 4 });
});
