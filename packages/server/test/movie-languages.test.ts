import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Execution } from "@proxx/contract";
import { temporaryFolder } from "@proxx/testing";
import { startFakeChatModel } from "@proxx/testing/fake-chat-model";
import { FAKE_KEY } from "@proxx/testing/fake-providers";
import { expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { problemOf, startTestServer, type TestServer } from "./test-server.ts";

const LOOK = { size: "426x240", theme: "folio", transition: "none", frameRate: 10 };

/** One script in two languages, but for what is said at its end. */
const script = (end: string, translated?: string) => ({
  title: "Tides",
  language: "en",
  translations: { ja: { title: "潮" } },
  sections: [
    {
      id: "moon",
      title: "The moon",
      slide: {
        layout: "bar-chart",
        title: "Who pulls",
        bars: [68, 32].map((value) => ({ label: `M${value}`, value })),
      },
      translations: { ja: { title: "月", slide: { title: "引くもの", bars: [{ label: null }, { label: null }] } } },
      narrations: [{ id: "a", text: "The moon pulls the sea.", translations: { ja: { text: "月が海を引く。" } } }],
    },
    {
      id: "end",
      title: "Twice a day",
      slide: { layout: "statement", text: "Twice a day" },
      translations: { ja: { title: "一日に二度", slide: { text: "一日に二度" } } },
      narrations: [
        { id: "b", text: end, ...(translated === undefined ? {} : { translations: { ja: { text: translated } } }) },
      ],
    },
  ],
});

async function make({ post, ended }: TestServer, request: object): Promise<Execution> {
  const answer = await post("/api/movies", { ...LOOK, ...request });
  expect([answer.status, answer.status === 202 ? "" : await answer.text()]).toEqual([202, ""]);
  return ended(answer.headers.get("location")?.split("/").at(-1) ?? "");
}

const outputsOf = ({ jobs }: Execution, id: string) => jobs.find((job) => job.id === id)?.outputs ?? [];
const textOf = async (url: string | null | undefined) => await (await fetch(url ?? "")).text();

async function subtitlesOf(execution: Execution, job: string): Promise<string> {
  return await textOf(outputsOf(execution, job).find(({ mediaType }) => mediaType === "text/vtt")?.url);
}

it("makes a movie of a script in each language that is asked for, and of an edit in one of them that one alone", async () => {
  const home = temporaryFolder();
  const server = await startTestServer({ runtime: { environment: process.env, home } });
  const languages = ["en", "ja"];
  const first = await make(server, {
    script: script("So it rises twice a day.", "だから一日に二度満ちる。"),
    languages,
  });
  expect(first).toMatchObject({ status: "completed", error: null, totalJobs: 7 });
  const { en, ja, movie, script: written } = first.results;
  expect([en, ja].map((one) => one?.kind)).toEqual(["video", "video"]);
  expect(en?.sha256).not.toBe(ja?.sha256);
  // Whoever knows of no languages finds the movie of the first one where movies always are.
  expect([movie?.sha256, first.result?.sha256]).toEqual([en?.sha256, en?.sha256]);
  expect(await subtitlesOf(first, "movie")).toContain("So it rises twice a day.");
  expect(await subtitlesOf(first, "movie-ja")).toContain("だから一日に二度満ちる。");
  expect(parse(await textOf(written?.url))).toMatchObject({ language: "en", translations: { ja: { title: "潮" } } });

  const parts = () =>
    readdirSync(join(home, "reuse", "part.narration")).filter((name) => name.endsWith(".json")).length;
  const before = parts();
  const edited = script("So it rises twice a day.", "だから海は一日に二度満ちる。");
  const second = await make(server, { script: edited, languages, baseExecutionId: first.id });
  expect(second).toMatchObject({ status: "completed", error: null });
  expect(parts()).toBe(before + 1);
  expect(second.results["en"]?.sha256).toBe(en?.sha256);
  expect(second.results["ja"]?.sha256).not.toBe(ja?.sha256);

  // One of them alone, which is not the script's own.
  const alone = await make(server, { script: edited, languages: ["ja"] });
  expect(alone).toMatchObject({ status: "completed", totalJobs: 4 });
  expect([alone.results["ja"]?.sha256, alone.results["movie"]?.sha256]).toEqual(
    Array(2).fill(second.results["ja"]?.sha256),
  );
  expect(parts()).toBe(before + 1);
});

it("has the model that the server knows translate what is missing, and gives the translations back with the script", async () => {
  const translated = { translations: [{ number: 1, text: "だから満ちる。", reading: null }] };
  const model = await startFakeChatModel({ answers: [translated] });
  onTestFinished(() => model.close());
  const server = await startTestServer({
    runtime: {
      environment: { ...process.env, PROXX_SCRIPT_API_KEY: FAKE_KEY },
      home: temporaryFolder(),
      movies: { writer: { base_url: model.baseUrl, model: "some-model" } },
    },
  });
  const asked = { script: script("So it rises."), languages: ["en", "ja"] };
  const made = await make(server, asked);
  expect(made).toMatchObject({ status: "completed", error: null });
  expect(await subtitlesOf(made, "movie-ja")).toContain("だから満ちる。");
  const lines = parse(await textOf(made.results["script"]?.url)) as ReturnType<typeof script>;
  expect(lines.sections[1]?.narrations[0]).toMatchObject({ translations: { ja: { text: "だから満ちる。" } } });
  // It is asked once: what it said is kept with the script.
  expect(await make(server, asked)).toMatchObject({ status: "completed" });
  expect(model.asked()).toHaveLength(1);
});

it("refuses what nobody here translates, and one voice for all, before anything runs", async () => {
  const { post, ask } = await startTestServer();
  const issuesOf = async (body: object) => {
    const problem = await problemOf(await post("/api/movies", body));
    expect(problem).toMatchObject({ status: 400, title: "The movie cannot be made." });
    return (problem["issues"] as { path: string; code: string }[]).map(({ path, code }) => `${path} ${code}`);
  };
  const languages = ["en", "ja"];
  expect(await issuesOf({ script: script("So it rises."), languages })).toEqual([
    "$.script.sections[1].narrations[0].translations.ja.text missing_translation",
  ]);
  expect(await issuesOf({ text: "It rises twice a day.", languages })).toEqual(["$.languages[1] missing_translation"]);
  expect(await issuesOf({ text: "It rises.", languages: ["en", "en"] })).toEqual(["$.languages invalid_value"]);
  expect(await issuesOf({ script: script("So.", "だから。"), languages, voice: "espeak:en-gb" })).toEqual([
    "$.voice parameter_unused",
  ]);
  expect(await (await ask("/api/execute")).json()).toMatchObject({ data: [] });
});
