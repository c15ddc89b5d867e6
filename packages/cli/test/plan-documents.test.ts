import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { everydayClip, runProxx } from "@proxx/testing";
import { describe, expect, it } from "vitest";
import { film, issuesOf, planFolder, scene } from "./plan-folder.ts";

const good = JSON.stringify({ jobs: film("The sea at dawn") });

/** What each document is refused for, and where. */
const DOCUMENTS: Record<string, { text: () => string | Uint8Array; path: string; code: string }> = {
  "an empty file": { text: () => "", path: "$", code: "empty_document" },
  "half a plan": { text: () => good.slice(0, 100), path: "$", code: "invalid_json" },
  "a script": { text: () => `export default ${good};`, path: "$", code: "invalid_json" },
  "a video": { text: () => readFileSync(everydayClip()), path: "$", code: "not_utf8" },
  "a list of jobs": { text: () => JSON.stringify(film("The sea")), path: "$", code: "not_an_object" },
  "no jobs": { text: () => '{"jobs": []}', path: "$.jobs", code: "out_of_range" },
  "a key twice": { text: () => good.replace(/}$/, ',"jobs":[]}'), path: "$.jobs", code: "duplicate_key" },
  "10,000 jobs": { text: () => many(10_000), path: "$.jobs", code: "too_many_jobs" },
  "20 MB": {
    text: () => JSON.stringify({ jobs: film("x".repeat(20_000_000)) }),
    path: "$",
    code: "document_too_large",
  },
  "deep lists": { text: () => `{"jobs":${"[".repeat(200_000)}${"]".repeat(200_000)}}`, path: "$", code: "too_deep" },
  "deep parameters": {
    text: () => good.replace('"prompt":', `"options":${'{"a":'.repeat(5000)}1${"}".repeat(5000)},"prompt":`),
    path: "$",
    code: "too_deep",
  },
};

describe("a document that is no plan", () => {
  it.each(Object.entries(DOCUMENTS))("is refused: %s", async (_, { text, path, code }) => {
    const place = planFolder();
    const run = await runProxx(["run-plan", place.write(text())], { env: place.env });
    expect(run.code).toBe(1);
    const issues = issuesOf(run);
    expect(issues[0]).toMatchObject({ path, code });
    for (const { message, hint } of issues) {
      expect(message.length).toBeLessThan(500);
      expect(hint).not.toBe("");
      // The hints are about plans, not about the other document.
      expect(`${message} ${hint}`).not.toMatch(/JobSpec|`sources`/);
    }
    expect(existsSync(place.home)).toBe(false);
  });

  it("is refused with 4 where it cannot be read, with the reason on stdout too", async () => {
    const place = planFolder();
    mkdirSync(join(place.folder, "folder"));
    for (const [file, reason] of [
      ["nowhere.json", "there is no such file"],
      ["folder", "it is a folder"],
    ] as const) {
      for (const args of [
        ["run-plan", file],
        ["plan", file, "--json"],
      ]) {
        const run = await runProxx(args, { env: place.env, cwd: place.folder });
        expect(run.code).toBe(4);
        expect(issuesOf(run)).toMatchObject([
          { path: "$", code: "document_unreadable", message: expect.stringContaining(reason) },
        ]);
      }
    }
    expect(existsSync(place.home)).toBe(false);
  });
});

it("every issue of a plan is told at once, each with its own place", async () => {
  const place = planFolder();
  const jobs = Array.from({ length: 500 }, (_, index) => ({
    id: `j${index}`,
    type: "generate",
    params: { promt: "x" },
  }));
  const run = await runProxx(["plan", place.write(jobs), "--json"], { env: place.env });
  const issues = issuesOf(run);
  const misspelt = issues.filter(({ code }) => code === "unknown_parameter");
  expect(new Set(misspelt.map(({ path }) => path)).size).toBe(500);
  expect(issues[499]).toMatchObject({ path: "$.jobs[499].params.promt", code: "unknown_parameter" });
});

function many(count: number): string {
  return JSON.stringify({
    jobs: Array.from({ length: count }, (_, index) => scene(`scene${index}`, `Scene ${index}`)),
  });
}
