import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkScript } from "@proxx/contract";
import { createFonts } from "@proxx/drawing";
import { discoverTools } from "@proxx/media";
import type { DrawnSlide } from "@proxx/slides";
import { createNetwork } from "@proxx/network";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  checkMovieScript,
  generateScriptFromUrl,
  reportOfIssues,
  type CheckMovieScriptOptions,
  type MovieReport,
} from "../src/index.ts";
import { findFaults } from "../src/check/find-faults.ts";
import { lookAtMovie } from "../src/check/look/look-at-movie.ts";
import { RULES } from "../src/check/rules/rules.ts";
import { goodJapaneseScript, goodRecordedScript, goodScript, writeGoodFiles } from "./good-script.ts";
import { PLANTED_FAULTS } from "./planted-faults.ts";

const fonts = createFonts();
const tools = () => discoverTools();
const folder = mkdtempSync(join(tmpdir(), "proxx-test-"));

beforeAll(() => writeGoodFiles(folder, fonts));
afterAll(() => rmSync(folder, { recursive: true }));

async function report(document: object, options: Partial<CheckMovieScriptOptions> = {}): Promise<MovieReport> {
  const { script, issues } = checkScript(document);
  const { music, logo, ...rest } = options;
  const path = music === undefined ? undefined : join(folder, music);
  return script === null
    ? reportOfIssues(issues)
    : checkMovieScript(script, { folder, fonts, tools, music: path, ...logoIn(logo), ...rest });
}

function logoIn(logo: CheckMovieScriptOptions["logo"]) {
  return logo === undefined ? {} : { logo: { path: join(folder, logo.path), onDark: join(folder, logo.onDark) } };
}

const told = ({ findings }: MovieReport) => findings.map(({ code, path }) => [code, path]);

test("finds nothing in a good script", async () => {
  expect((await report(goodScript())).findings).toEqual([]);
  expect((await report(goodRecordedScript())).findings).toEqual([]);
  expect((await report(goodJapaneseScript())).findings).toEqual([]);
});

test.each([
  ["article.md", { width: 1920, height: 1080 }],
  ["article.ja.md", { width: 1920, height: 1080 }],
  ["article.ja.md", { width: 1080, height: 1920 }],
])("finds nothing in what is written of examples/%s", async (name, size) => {
  const source = join(import.meta.dirname, "../../../examples", name);
  const { script } = await generateScriptFromUrl([source], { network: createNetwork({}) });
  expect((await report(script, { size })).findings).toEqual([]);
});

describe("finds a planted fault, and nothing else:", () => {
  test.each(PLANTED_FAULTS)("$name ($code)", async ({ code, path, script, options }) => {
    const found = await report(script, options);
    expect(told(found)).toEqual([[code, path]]);
    expect(found.findings[0]?.message).toMatch(/\.$/u);
    expect(found.findings[0]?.hint).not.toBe("");
  });

  test("every rule has one", () => {
    const found = new Set(PLANTED_FAULTS.map(({ code }) => code));
    expect(RULES.map(({ code }) => code).filter((code) => !found.has(code))).toEqual(["slide_fault"]);
    expect(new Set(RULES.map(({ code }) => code)).size).toBe(RULES.length);
  });
});

test("says what of a drawn slide is not as it should be", async () => {
  const { script } = checkScript(goodScript());
  if (script === null) throw new Error("The script is not valid");
  const seen = await lookAtMovie(script, { folder, fonts });
  const moved = (drawn: DrawnSlide): DrawnSlide => {
    const elements = drawn.scene.elements.map((one) => (one.kind === "text" ? { ...one, x: one.x - 400 } : one));
    return { ...drawn, scene: { ...drawn.scene, elements } };
  };
  const [first, ...others] = seen.sections;
  if (first === undefined) throw new Error("Nothing was seen");
  const sections = [{ ...first, drawn: first.drawn.map(moved) }, ...others];
  expect(findFaults({ ...seen, sections }).map(({ code, path }) => [code, path])).toEqual([
    ["slide_fault", "$.sections[0].slide"],
  ]);
});

test("does not say what nobody wants to hear of", async () => {
  const script = goodScript();
  script.personas?.push({ id: "rio", name: "Rio" });
  expect(told(await report(script, { ignore: ["persona_without_lines"] }))).toEqual([]);
});

test("tells how long a movie will be: as it was spoken, as it was recorded, or as one usually speaks", async () => {
  const { estimate } = await report(goodJapaneseScript());
  expect(estimate).toMatchObject({ measured: false, slides: 1, sections: [{ title: "水門のしくみ", slides: 1 }] });
  const spoken = ["a", "b"].map((id) => ({ id, seconds: 10, words: [] }));
  const script = goodJapaneseScript();
  const named = {
    ...script,
    sections: script.sections.map((section) => ({
      ...section,
      narrations: section.narrations.map((line, index) => ({ ...line, id: "ab"[index] })),
    })),
  };
  const measured = (await report(named, { spoken })).estimate;
  // Opening, a pause, and the end are 2.05 s.
  expect(measured).toMatchObject({ measured: true, seconds: expect.closeTo(22.05, 1) as number });
});
