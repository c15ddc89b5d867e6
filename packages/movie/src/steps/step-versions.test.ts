import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createVoices } from "@proxx/voices";
import { discoverTools } from "@proxx/media";
import { expect, test, vi } from "vitest";
import { stepVersions, type StepName } from "./step-versions.ts";

const PACKAGES = join(import.meta.dirname, "../../..");
const STEPS: readonly StepName[] = ["script", "speech", "slides", "movie"];

/** Every version that somebody raises by hand, by its place in the packages of which movies are made. */
const RAISED_BY_HAND = ["drawing", "movie", "renderer", "slides", "voices"].flatMap((name) =>
  readdirSync(join(PACKAGES, name, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.test)\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .flatMap((path) =>
      [...readFileSync(path, "utf8").matchAll(/^(?:export )?const (\w*VERSION\w*) = \d+;$/gm)].map(
        ([, constant = ""]) => ({ path, constant }),
      ),
    ),
);

/** Which steps are done again when one is raised. */
const DECIDES: Readonly<Record<string, readonly StepName[]>> = {
  WRITER_VERSION: ["script"],
  READING_VERSION: ["speech"],
  FINISH_VERSION: ["speech"],
  SLIDES_VERSION: ["slides", "movie"],
  MOVIE_VERSION: ["movie"],
  MIX_VERSION: ["movie"],
  RUN_VERSION: ["movie"],
  ENCODER_VERSION: ["movie"],
  CAPTION_VERSION: ["movie"],
  AVATAR_VERSION: ["movie"],
  ART_VERSION: ["movie"],
  FILM_VERSION: ["movie"],
};

test("each version that is raised by hand decides steps, under a name of its own", () => {
  expect(RAISED_BY_HAND.map(({ constant }) => constant).sort()).toEqual(Object.keys(DECIDES).sort());
});

test("a step has another version when one of those is raised that decide it, and no other step has", async () => {
  for (const [index, { path, constant }] of RAISED_BY_HAND.entries()) {
    vi.doMock(path, async (original) => ({ ...(await original<object>()), [constant]: 90_001 + index }));
  }
  vi.resetModules();
  const planted = await import("./step-versions.ts");
  const { createVoices: openVoices } = await import("@proxx/voices");
  const voices = openVoices({ tools: await discoverTools() });
  const said = new Map<StepName, string>();
  for (const step of STEPS) said.set(step, JSON.stringify(await planted.stepVersions(step, async () => voices)));
  for (const [index, { path, constant }] of RAISED_BY_HAND.entries()) {
    const decided = STEPS.filter((step) => said.get(step)?.includes(String(90_001 + index)));
    expect([constant, decided]).toEqual([constant, DECIDES[constant]]);
    vi.doUnmock(path);
  }
  vi.resetModules();
});

test("a step has the versions of the packages that decide what it makes", async () => {
  const voices = createVoices({ tools: await discoverTools() });
  const named = async (step: StepName) => await stepVersions(step, async () => voices);
  const known = expect.stringMatching(/\d+\.\d+/) as string;
  expect(await named("script")).toMatchObject({ "@mozilla/readability": known, linkedom: known, marked: known });
  expect(await named("speech")).toMatchObject({ espeak: known, lindera: known });
  for (const step of ["slides", "movie"] as const) {
    expect(await named(step)).toMatchObject({ "@takumi-rs/core": known, "@shikijs/langs": known });
  }
});
