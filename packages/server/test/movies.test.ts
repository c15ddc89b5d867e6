import { readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Execution } from "@proxx/contract";
import { decodePixels, temporaryFolder } from "@proxx/testing";
import { expect, it, onTestFinished } from "vitest";
import { parse, stringify } from "yaml";
import { problemOf, startTestServer, type TestServer } from "./test-server.ts";

// A page as it was written before everything was UTF-8, behind a redirect.
const PAGE = Buffer.from(
  `<html><head><title>The caf\u00e9 by the sea</title></head><body><nav>Home Shop</nav><article>
  <h1>The caf\u00e9 by the sea</h1>
  <p>Twice a day the tide comes up to the caf\u00e9. The moon pulls the water that faces it a little harder than the rest.</p>
  <p>At full and new moon the sun helps, and the water stands at the door. Nobody has ever had to close because of it.</p>
  </article></body></html>`,
  "latin1",
);

async function startSite(): Promise<string> {
  const site = createServer(({ url }, response) => {
    if (url === "/cafe") response.writeHead(301, { location: "/cafe/" }).end();
    else response.writeHead(200, { "content-type": "text/html; charset=iso-8859-1" }).end(PAGE);
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void site.close());
  return `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
}

async function make({ post, ended }: TestServer, request: object): Promise<Execution> {
  const answer = await post("/api/movies", request);
  expect(await answer.json()).toMatchObject({ executionId: expect.any(String) as string, status: "pending" });
  return ended(answer.headers.get("location")?.split("/").at(-1) ?? "");
}

/** How many parts of each sort there are. */
function partsIn(home: string): Record<string, number> {
  const folder = join(home, "reuse");
  const sorts = readdirSync(folder).filter((name) => name.startsWith("part."));
  const count = (name: string) => readdirSync(join(folder, name)).filter((file) => file.endsWith(".json")).length;
  return Object.fromEntries(sorts.map((name) => [name.slice(5), count(name)]));
}

const outputsOf = ({ jobs }: Execution, id: string) => jobs.find((job) => job.id === id)?.outputs ?? [];

interface Line {
  text: string;
  source?: { start: number; end: number };
}

it("makes a movie of a page, and of its script with one line changed makes again what that changes", async () => {
  const home = temporaryFolder();
  const site = await startSite();
  const server = await startTestServer({ runtime: { environment: process.env, home, allowPrivateSources: true } });
  const look = { size: "426x240", theme: "folio", transition: "none" };
  const first = await make(server, { url: `${site}/cafe`, seconds: 20, ...look });
  expect(first).toMatchObject({ error: null, status: "completed", progress: 100, totalJobs: 4, degradations: [] });
  const { movie, script } = first.results;
  expect(movie).toMatchObject({ kind: "video", width: 426, height: 240, fps: 30, hasAudio: true });
  const beside = outputsOf(first, "movie").map(({ kind, mediaType }) => `${kind} ${mediaType}`);
  expect(beside).toEqual([
    "video video/mp4",
    "subtitles application/x-subrip",
    "subtitles text/vtt",
    "document text/plain",
    "document text/markdown",
    "image image/jpeg",
    "document application/json",
  ]);

  const text = await (await fetch(script?.url ?? "")).text();
  const written = parse(text) as { title: string; sections: { narrations: Line[] }[]; sources: unknown };
  expect(written).toMatchObject({ title: "The café by the sea", sources: [{ url: `${site}/cafe/` }] });
  expect(text).not.toContain("Shop");

  // What each line goes back to stands in the text beside the script.
  const source = await (await fetch(outputsOf(first, "script")[1]?.url ?? "")).text();
  const spans = written.sections.flatMap(({ narrations }) => narrations.flatMap(({ source: span }) => span ?? []));
  expect(spans.map(({ start, end }) => source.slice(start, end))).toContain(
    "Twice a day the tide comes up to the café.",
  );

  const before = partsIn(home);
  const line = written.sections.findLast(({ narrations }) => narrations.length > 0)?.narrations.at(-1);
  if (line === undefined) throw new Error("Expected a line");
  line.text = "And so it goes on.";
  const second = await make(server, {
    script: parse(stringify(written)) as object,
    baseExecutionId: first.id,
    ...look,
  });
  expect(second).toMatchObject({ status: "completed", error: null, baseExecutionId: first.id });
  expect(await (await server.ask(`/api/execute?baseExecutionId=${first.id}`)).json()).toMatchObject({
    data: [{ id: second.id }],
  });
  const made = partsIn(home);
  expect(made["narration"]).toBe((before["narration"] ?? 0) + 1);
  expect(made["slide"]).toBe(before["slide"]);
  expect(outputsOf(second, "movie")[0]?.sha256).not.toBe(outputsOf(first, "movie")[0]?.sha256);
  const subtitles = outputsOf(second, "movie").find(({ mediaType }) => mediaType === "text/vtt");
  expect(await (await fetch(subtitles?.url ?? "")).text()).toContain("And so it goes on.");
});

it("begins and ends as a script says, and where that says nothing as it is asked for", async () => {
  const server = await startTestServer({ runtime: { environment: process.env, home: temporaryFolder() } });
  const script = {
    title: "Tides",
    sources: [{ title: "Tide tables", url: "https://example.com/tides" }],
    sections: [{ title: "The sea", narrations: [{ text: "It rises twice a day." }] }],
  };
  const chaptersOf = async (request: object) => {
    const made = await make(server, { size: "426x240", transition: "none", frameRate: 10, ...request });
    expect(made).toMatchObject({ status: "completed", error: null });
    expect(outputsOf(made, "slides").filter(({ kind }) => kind === "image")).toHaveLength(made.totalJobs - 1);
    const chapters = outputsOf(made, "movie").find(({ mediaType }) => mediaType === "text/plain");
    return (await (await fetch(chapters?.url ?? "")).text()).replaceAll(/^\S+ /gm, "").trim().split("\n");
  };
  expect(await chaptersOf({ script, intro: true, outro: true })).toEqual(["Tides", "The sea", "Credits"]);
});

it("marks the word that is spoken where that is asked for, whatever the shape of the frame", async () => {
  const server = await startTestServer({ runtime: { environment: process.env, home: temporaryFolder() } });
  const script = { title: "Tides", sections: [{ title: "The sea", narrations: [{ text: "It rises twice a day." }] }] };
  const wordsIn = async (request: object) => {
    const made = await make(server, { script, size: "426x240", transition: "none", frameRate: 10, ...request });
    const path = join(temporaryFolder(), "movie.mp4");
    writeFileSync(path, Buffer.from(await (await fetch(made.result?.url ?? "")).arrayBuffer()));
    const pixels = decodePixels(path, { filter: "scale=in_color_matrix=bt709" });
    const seen = { yellow: 0, red: 0 };
    for (let at = 0; at < pixels.length; at += 3) {
      const [red = 0, green = 0, blue = 0] = pixels.subarray(at, at + 3);
      if (red > 180 && green > 160 && blue < 110) seen.yellow += 1;
      if (red > 150 && green < 60 && blue < 110) seen.red += 1;
    }
    return [seen.yellow > 20 && "yellow", seen.red > 20 && "red"].filter(Boolean);
  };
  expect(await wordsIn({})).toEqual([]);
  expect(await wordsIn({ highlightWords: true })).toEqual(["yellow"]);
  expect(await wordsIn({ highlightWords: true, subtitleStyle: "light" })).toEqual(["red"]);
});

it("reads a page wherever it is, and says where it was, though the same stands elsewhere too", async () => {
  const site = await startSite();
  const server = await startTestServer({ runtime: { environment: process.env, allowPrivateSources: true } });
  const sourceOf = async (url: string) => {
    const script = { id: "script", type: "writeScript", params: { url, seconds: 20 } };
    const { result, error } = await server.ended(await server.begin({ jobs: [script] }));
    expect(error).toBeNull();
    const { sources } = parse(await (await fetch(result?.url ?? "")).text()) as { sources: { url: string }[] };
    return sources[0]?.url;
  };
  const uploading = { method: "POST", body: PAGE.toString("latin1"), headers: { "content-type": "text/html" } };
  const upload = (await (await server.ask("/api/uploads?name=page.html", uploading)).json()) as { url: string };
  for (const url of [`${site}/one`, `${site}/other`, upload.url]) expect(await sourceOf(url)).toBe(url);
});

it("refuses with the places of what is wrong, before anything runs", async () => {
  const server = await startTestServer();
  const { post, ask } = server;
  const issuesOf = async (body: object) => {
    const problem = await problemOf(await post("/api/movies", body));
    expect(problem).toMatchObject({ status: 400, title: "The movie cannot be made." });
    return (problem["issues"] as { path: string; code: string }[]).map(({ path, code }) => `${path} ${code}`);
  };
  const line = { narrations: [{ text: "It rises.", audio: "take.wav" }] };
  expect(await issuesOf({})).toEqual(["$ missing_input"]);
  expect(await issuesOf({ text: "A text.", themes: "folio", size: "3x3", frameRate: "30" })).toEqual([
    "$.size invalid_value",
    "$.frameRate wrong_type",
    "$.themes unknown_field",
  ]);
  expect(await issuesOf({ script: { title: "T", sections: [{ title: 3 }] } })).toEqual([
    "$.script.sections[0].title wrong_type",
  ]);
  expect(await issuesOf({ script: { title: "T", sections: [{ title: "One", ...line }] } })).toEqual([
    "$.script.sections[0].narrations[0].audio local_path_refused",
  ]);
  // A slide's picture is fetched; what would be left out without a word is refused.
  const image = "https://example.com/harbour.jpg";
  const behind = { background: { type: "image", path: image }, slide: { layout: "image", title: "A", image } };
  expect(await issuesOf({ script: { title: "T", sections: [{ title: "One", ...behind }] } })).toEqual([
    "$.script.sections[0].background.path local_path_refused",
  ]);
  expect(await issuesOf({ text: "A text.", script: { title: "T", sections: [{ title: "One" }] } })).toEqual([
    "$.script given_twice",
  ]);
  expect(await issuesOf({ url: "/etc/passwd" })).toEqual(["$.url local_path_refused"]);
  expect(await (await ask("/api/execute")).json()).toMatchObject({ data: [] });
  // What an address leads to is seen when it is fetched.
  const elsewhere = await make(server, { url: "http://127.0.0.1:1/page" });
  expect(elsewhere).toMatchObject({ status: "failed", error: { code: "source_forbidden", jobId: "script" } });
});
