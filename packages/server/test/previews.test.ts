import { readdirSync } from "node:fs";
import { temporaryFolder } from "@proxx/testing";
import { expect, it } from "vitest";
import { createApiKey } from "../src/index.ts";
import { problemOf, saveKeys, startTestServer } from "./test-server.ts";

const PATH = "/api/movies/previews";
const section = (slide: object) => ({ title: "Tides", slide });
const STATEMENT = section({ layout: "statement", text: "The sea rises." });

it("draws a slide as a picture, and keeps no file of it", async () => {
  const home = temporaryFolder();
  const { post } = await startTestServer({ runtime: { environment: process.env, home } });
  const filesOf = () => readdirSync(home, { recursive: true }).map(String).toSorted();
  const before = filesOf();
  const answer = await post(PATH, { section: STATEMENT, theme: "folio", size: "640x360", language: "en" });
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "image/png",
    "slide-count": "1",
    "x-content-type-options": "nosniff",
  });
  const png = Buffer.from(await answer.arrayBuffer());
  expect([png.toString("latin1", 1, 4), png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(["PNG", 640, 360]);
  expect(filesOf()).toEqual(before);
});

it("draws one at a time for a key", async () => {
  const { post } = await startTestServer();
  const answers = await Promise.all(Array.from({ length: 5 }, () => post(PATH, { section: STATEMENT })));
  expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(["200", "429", "429", "429", "429"]);
  const refused = answers.filter(({ status }) => status === 429);
  for (const answer of refused)
    expect(await problemOf(answer)).toMatchObject({ code: "preview_busy", retryable: true });
  expect((await post(PATH, { section: STATEMENT })).status).toBe(200);
});

it("refuses what is wrong with its place, files of the machine, other people's movies, and whoever has no key", async () => {
  const home = temporaryFolder();
  const { key, record } = createApiKey({
    name: "a",
    tenant: "acme",
    createdAt: new Date().toISOString(),
    expiresAt: null,
  });
  const foreign = createApiKey({ name: "b", tenant: "other", createdAt: new Date().toISOString(), expiresAt: null });
  await saveKeys(home, record, foreign.record);
  const server = await startTestServer({ runtime: { environment: process.env, home } });
  const begun = await server.post(
    "/api/movies",
    { script: { title: "T", sections: [STATEMENT] } },
    { authorization: `Bearer ${foreign.key}` },
  );
  const { executionId } = (await begun.json()) as { executionId: string };
  const refusal = async (body: object) => {
    const answer = await server.post(PATH, body, { authorization: `Bearer ${key}` });
    const { code, issues = [] } = await problemOf(answer);
    return [
      answer.status,
      code,
      ...(issues as { path: string; code: string }[]).map((one) => `${one.path} ${one.code}`),
    ];
  };
  expect(await refusal({ section: section({ layout: "statement", text: "" }), themes: "folio" })).toEqual([
    400,
    "invalid_document",
    "$.section.slide.text out_of_range",
    "$.themes unknown_field",
  ]);
  const table = { layout: "table", title: "T", columns: ["a", "b"], rows: [["c"]] };
  expect(await refusal({ section: section(table) })).toEqual([
    400,
    "invalid_document",
    "$.section.slide.rows[0] uneven_table",
  ]);
  for (const image of ["/etc/passwd", "../keys.png", "file:///etc/passwd", "data:image/png;base64,AAAA"]) {
    expect(await refusal({ section: section({ layout: "image", image }) })).toEqual([
      400,
      "invalid_document",
      "$.section.slide.image local_path_refused",
    ]);
  }
  expect(await refusal({ section: STATEMENT, brand: "acme" })).toEqual([400, "invalid_document"]);
  expect(await refusal({ section: STATEMENT, baseExecutionId: executionId })).toEqual([400, "base_not_found"]);
  expect((await server.post(PATH, { section: STATEMENT })).status).toBe(401);
});

it("draws hostile text as text, and answers others meanwhile", async () => {
  const { post, ask } = await startTestServer({ runtime: { environment: process.env } });
  const hostile = [
    { layout: "statement", text: "<script>alert(1)</script>&#x0; {{7*7}} ${'$'}{process.exit()} \u202e\u0000" },
    { layout: "bullets", title: "W".repeat(200), items: Array.from({ length: 3 }, () => "W".repeat(300)) },
    {
      layout: "quote",
      text: "a\u0301\u0301\u0301".repeat(250),
      name: "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67".repeat(10),
    },
    { layout: "image", image: "https://127.0.0.1:1/<svg onload=alert(1)>.svg", title: "'\"><img src=x>" },
  ];
  for (const slide of hostile) {
    const [drawn, health] = await Promise.all([post(PATH, { section: section(slide) }), ask("/healthz")]);
    expect([drawn.status, health.status]).toEqual([200, 200]);
    expect(drawn.headers.get("content-type")).toBe("image/png");
  }
  const large = { ...STATEMENT, narrations: Array.from({ length: 200 }, () => ({ text: "a".repeat(1000) })) };
  expect((await post(PATH, { section: large })).status).toBe(413);
});
