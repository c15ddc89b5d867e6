import { temporaryFolder } from "@proxx/testing";
import { createHash, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ANIMATIC, problemOf, startTestServer, type TestServer } from "./test-server.ts";

interface Page {
  data: { id: string; status: string }[];
  hasMore: boolean;
  nextCursor: string | null;
}

const QUICK = { jobs: [{ id: "job1", type: "generateImage", params: { prompt: "A tent" }, output: "$job1" }] };

describe("an idempotency key", () => {
  it("begins one execution, however often the request comes", async () => {
    const { post, ask } = await startTestServer();
    const headers = { "idempotency-key": randomUUID() };
    const answers = await Promise.all(Array.from({ length: 50 }, () => post("/api/execute", QUICK, headers)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    const first = answers.find((answer) => !answer.headers.has("idempotent-replayed"));
    expect(answers.filter((answer) => answer.headers.get("idempotent-replayed") === "true")).toHaveLength(49);
    const again = await post("/api/execute", QUICK, headers);
    expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([202, "true"]);
    expect(again.headers.get("location")).toBe(first?.headers.get("location"));
    expect(await again.json()).toEqual(await first?.json());
    expect(((await (await ask("/api/execute")).json()) as Page).data).toHaveLength(1);
  });

  it("begins one execution where others run it, too, however many ask at the same time", async () => {
    const runtime = { environment: { PATH: process.env["PATH"] }, home: temporaryFolder() };
    const { post, ask } = await startTestServer({ runtime: { ...runtime, sharing: { onlyAdmits: true } } });
    const headers = { "idempotency-key": randomUUID() };
    const answers = await Promise.all(Array.from({ length: 20 }, () => post("/api/execute", QUICK, headers)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map((answer) => answer.headers.get("location"))).size).toBe(1);
    expect(((await (await ask("/api/execute")).json()) as Page).data).toHaveLength(1);
  });

  it("is refused on another body, and free again where nothing was begun", async () => {
    const { post } = await startTestServer();
    const headers = { "idempotency-key": randomUUID() };
    expect((await post("/api/execute", { jobs: [] }, headers)).status).toBe(400);
    expect((await post("/api/execute", QUICK, headers)).status).toBe(202);
    const other = await post("/api/execute", ANIMATIC, headers);
    expect([other.status, (await problemOf(other))["code"]]).toEqual([422, "idempotency_key_reused"]);
    expect((await post("/api/execute", QUICK, { "idempotency-key": "x".repeat(256) })).status).toBe(400);
  });

  it("on no body at all is no fault of the server", async () => {
    const { post } = await startTestServer();
    const answer = await post("/api/execute", undefined, { "idempotency-key": "once" });
    expect([answer.status, (await problemOf(answer))["code"]]).toEqual([400, "invalid_document"]);
    const huge = await post("/api/execute", '{"jobs":1e999}', { "idempotency-key": "twice" });
    expect(huge.status).toBe(400);
  });

  it("stands for one execution over two servers on one folder, and after both have ended", async () => {
    const runtime = { environment: { PATH: process.env["PATH"] }, home: temporaryFolder() };
    const servers = [await startTestServer({ runtime }), await startTestServer({ runtime })];
    const headers = { "idempotency-key": randomUUID() };
    const idOf = async ({ post }: TestServer) => {
      const answer = await post("/api/execute", QUICK, headers);
      return ((await answer.json()) as { executionId: string }).executionId;
    };
    const ids = await Promise.all(Array.from({ length: 10 }, () => servers.map(idOf)).flat());
    expect(new Set(ids).size).toBe(1);
    for (const { close } of servers) await close();
    const after = await startTestServer({ runtime });
    expect(await idOf(after)).toBe(ids[0]);
    expect((await after.post("/api/execute", ANIMATIC, headers)).status).toBe(422);
  });
});

describe("the list of executions", () => {
  it("is the same at any server of the folder, and after all of them have ended", async () => {
    const runtime = { environment: { PATH: process.env["PATH"] }, home: temporaryFolder() };
    const [one, two] = [await startTestServer({ runtime }), await startTestServer({ runtime })];
    const ids = [await one.begin(QUICK), await two.begin(QUICK), await one.begin(QUICK)];
    await Promise.all(ids.map(two.ended));
    const listOf = async ({ ask }: TestServer, query = "") =>
      ((await (await ask(`/api/execute${query}`)).json()) as Page).data.map(({ id }) => id);
    const all = await listOf(one);
    expect(new Set(all)).toEqual(new Set(ids));
    expect(await listOf(two)).toEqual(all);
    await one.close();
    await two.close();
    const after = await startTestServer({ runtime });
    expect(await listOf(after, "?status=completed,failed")).toEqual(all);
    expect(await listOf(after, "?status=pending")).toEqual([]);
  });

  it("is turned page by page, without one that stands twice or nowhere", async () => {
    const { begin, ask, ended } = await startTestServer();
    const ids: string[] = [];
    for (let count = 0; count < 5; count++) ids.push(await begin(QUICK));
    await Promise.all(ids.map(ended));
    const seen: string[] = [];
    let path = "/api/execute?limit=2";
    for (;;) {
      const answer = await ask(path);
      const page = (await answer.json()) as Page;
      expect(page.data[0]).not.toHaveProperty("jobs");
      seen.push(...page.data.map(({ id }) => id));
      if (!page.hasMore) break;
      path = `/api/execute?limit=2&cursor=${page.nextCursor}`;
      expect(answer.headers.get("link")).toMatch(
        new RegExp(`/api/execute\\?limit=2&cursor=${page.nextCursor}>; rel="next"$`),
      );
      await begin(QUICK);
    }
    expect([...seen].sort()).toEqual([...ids].sort());
  });

  it("is filtered, and refuses what it does not know", async () => {
    const { begin, ask, ended } = await startTestServer();
    await ended(await begin(QUICK));
    const counts = async (query: string) => ((await (await ask(`/api/execute?${query}`)).json()) as Page).data.length;
    expect(await counts("status=completed,failed")).toBe(1);
    expect(await counts("status=cancelled")).toBe(0);
    expect(await counts("baseExecutionId=exec_1")).toBe(0);
    for (const query of ["limit=0", "limit=101", "status=done", "cursor=abc", "offset=5"]) {
      const answer = await ask(`/api/execute?${query}`);
      expect([query, answer.status, (await problemOf(answer))["code"]]).toEqual([query, 400, "invalid_query"]);
    }
    expect(await problemOf(await ask("/api/execute?limt=5&status=done"))).toMatchObject({
      detail: expect.stringMatching(
        /^Expected some of pending, .*, got the text "done"\. `limt` is not a parameter/,
      ) as string,
      issues: [
        { path: "$.status" },
        { path: "$.limt", hint: expect.stringMatching(/^Did you mean `limit`\?/) as string },
      ],
    });
  });
});

describe("an artifact", () => {
  it("is sent whole and in parts, as what it was found to be", async () => {
    const { begin, ended, ask } = await startTestServer();
    const { result } = await ended(await begin(ANIMATIC));
    const path = new URL(result?.url ?? "").pathname;
    const whole = await ask(path);
    const bytes = Buffer.from(await whole.arrayBuffer());
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(result?.sha256);
    const etag = `"${result?.sha256}"`;
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      "content-type": "video/mp4",
      "content-length": String(result?.size),
      "content-disposition": expect.stringMatching(/^inline; filename="[0-9a-f]{12}\.mp4"/),
      "content-security-policy": "default-src 'none'; media-src 'self'; img-src 'self'",
      "cross-origin-resource-policy": "same-origin",
      "x-content-type-options": "nosniff",
      "accept-ranges": "bytes",
      etag,
    });
    const part = await ask(path, { headers: { range: "bytes=4-7" } });
    expect([part.status, part.headers.get("content-range")]).toEqual([206, `bytes 4-7/${result?.size}`]);
    expect(Buffer.from(await part.arrayBuffer()).toString()).toBe("ftyp");
    const changed = await ask(path, { headers: { range: "bytes=4-7", "if-range": '"other"' } });
    expect([changed.status, (await changed.arrayBuffer()).byteLength]).toEqual([200, result?.size]);
    const beyond = await ask(path, { headers: { range: "bytes=99999999-" } });
    expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, `bytes */${result?.size}`]);
    expect((await ask(path, { headers: { "if-none-match": etag } })).status).toBe(304);
    const head = await ask(path, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([200, String(result?.size)]);
  });

  it("that none has made is not there", async () => {
    const { ask } = await startTestServer();
    for (const name of ["0".repeat(64), "..%2f..%2fetc%2fpasswd", "x"]) {
      const answer = await ask(`/api/artifacts/${name}`);
      expect([answer.status, (await problemOf(answer))["code"]]).toEqual([404, "artifact_not_found"]);
    }
  });
});
