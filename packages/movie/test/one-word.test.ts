import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { movieConfigSchema, type Narration, type Script } from "@proxx/contract";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { createMovieProgress, generateScriptFromText, makeMovie, movieSettings } from "../src/index.ts";
import { offlineWorkshop } from "./offline-workshop.ts";

async function make(script: Script, folder: string) {
  const settings = movieSettings(movieConfigSchema.parse({ size: "480x270" }), folder);
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
