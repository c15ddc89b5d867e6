import { request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { executionSchema } from "@proxx/contract";
import { temporaryFolder } from "@proxx/testing";
import { describe, expect, it } from "vitest";
import { ANIMATIC, problemOf, startTestServer } from "./test-server.ts";

describe("an execution over HTTP", () => {
  it("is taken with its id, and followed to its end and its file", async () => {
    const { url, post, ask, ended } = await startTestServer();
    const answer = await post("/api/execute", ANIMATIC);
    expect(answer.status).toBe(202);
    const { executionId, ...beside } = (await answer.json()) as Record<string, unknown>;
    expect(executionId).toMatch(/^exec_/);
    expect(beside).toEqual({
      status: expect.stringMatching(/^(pending|processing)$/),
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(answer.headers.get("location")).toBe(`${url}/api/execute/${String(executionId)}`);
    expect(answer.headers.get("request-id")).toMatch(/^req_/);

    const execution = await ended(String(executionId));
    expect(execution).toMatchObject({ status: "completed", progress: 100, completedJobs: 1, currentJob: null });
    expect(execution.result?.url).toBe(`${url}/api/artifacts/${execution.result?.sha256}`);
    expect(JSON.stringify(execution)).not.toContain("file://");

    const one = (await (await ask(`/api/execute/${execution.id}`)).json()) as Record<string, unknown>;
    const { urls, ...document } = one;
    expect(executionSchema.parse(document)).toEqual(execution);
    expect(urls).toMatchObject({ events: `${url}/api/execute/${execution.id}/events` });
  });

  it("is known after the server has ended and come back, with its plan and its file", async () => {
    const runtime = { environment: { PATH: process.env["PATH"] }, home: temporaryFolder() };
    const before = await startTestServer({ runtime });
    const id = await before.begin(ANIMATIC);
    const { result } = await before.ended(id);
    await before.close();
    const { ask, ended, begin } = await startTestServer({ runtime });
    // Whether anybody has asked for the execution before or not.
    expect((await ask(`/api/artifacts/${result?.sha256}`)).status).toBe(200);
    expect((await ended(id)).result?.sha256).toBe(result?.sha256);
    expect(await (await ask(`/api/execute/${id}/plan`)).json()).toEqual(ANIMATIC);
    const variant = { jobs: [{ id: "a", type: "reframe", params: { aspectRatio: "1:1" } }], baseExecutionId: id };
    expect((await ended(await begin(variant))).result?.aspectRatio).toBe("1:1");
  });

  it("that was running when the server ended is gone on with by the next one", async () => {
    const runtime = { environment: { PATH: process.env["PATH"] }, home: temporaryFolder() };
    const before = await startTestServer({ runtime });
    const id = await before.begin(ANIMATIC);
    await before.close();
    const { ended } = await startTestServer({ runtime });
    expect((await ended(id)).status).toBe("completed");
  });

  it("shows no path of the server", async () => {
    const { begin, ended } = await startTestServer();
    const { jobs } = await ended(await begin(ANIMATIC));
    expect(jobs[0]?.commands.flatMap(({ argv }) => argv).join(" ")).toContain("$PROXX_HOME");
    expect(JSON.stringify(jobs)).not.toContain("/proxx-test-");
  });

  it("keeps its plan, and no secret of its webhook", async () => {
    const { ask, begin } = await startTestServer({ allowPrivateWebhooks: true });
    const webhook = { url: "http://127.0.0.1:9/hook", secret: "my-secret-123" };
    const id = await begin({ ...ANIMATIC, webhook });
    const plan = await (await ask(`/api/execute/${id}/plan`)).json();
    expect(plan).toEqual({ ...ANIMATIC, webhook: { url: webhook.url } });
  });

  it("is cancelled, and then stands so", async () => {
    const { post, begin } = await startTestServer();
    const long = { ...ANIMATIC.jobs[0], params: { prompt: "A long night", duration: 60 } };
    const id = await begin({ jobs: [long] });
    const answer = await post(`/api/execute/${id}/cancel`);
    expect(await answer.json()).toMatchObject({ id, status: "cancelled" });
    const again = await post(`/api/execute/${id}/cancel`);
    expect(again.status).toBe(409);
    expect(await problemOf(again)).toMatchObject({ code: "execution_status" });
    const retried = await post(`/api/execute/${id}/retry`, {});
    expect(retried.status).toBe(202);
  });

  it("is cancelled at any server of the folder", async () => {
    const runtime = { environment: { PATH: process.env["PATH"] }, home: temporaryFolder() };
    const [one, two] = [await startTestServer({ runtime }), await startTestServer({ runtime })];
    const long = { ...ANIMATIC.jobs[0], params: { prompt: "A long night", duration: 60 } };
    const id = await one.begin({ jobs: [long] });
    const answer = await two.post(`/api/execute/${id}/cancel`);
    expect([answer.status, await answer.json()]).toMatchObject([200, { id, status: "cancelled" }]);
    expect((await one.ended(id)).status).toBe("cancelled");
    const again = await two.post(`/api/execute/${id}/retry`, {});
    const { executionId } = (await again.json()) as { executionId: string };
    expect(await (await one.ask(`/api/execute/${executionId}/plan`)).json()).toEqual({ jobs: [long] });
  });

  it("is refused with every issue at once", async () => {
    const { post } = await startTestServer();
    const answer = await post("/api/execute", {
      jobs: [
        { id: "job1", type: "generat", params: {}, output: "$job1" },
        { id: "job2", type: "reframe", params: { aspectRatio: "wide" }, dependsOn: ["job9"], output: "$job2" },
      ],
    });
    expect(answer.status).toBe(400);
    const problem = await problemOf(answer);
    expect(problem).toMatchObject({
      type: "urn:proxx:problem:invalid_document",
      status: 400,
      instance: "/api/execute",
      code: "invalid_document",
      requestId: answer.headers.get("request-id"),
    });
    const issues = problem["issues"] as { path: string; hint: string }[];
    expect(issues.map(({ path }) => path)).toEqual(
      expect.arrayContaining(["$.jobs[0].type", expect.stringMatching(/^\$\.jobs\[1\]/)]),
    );
    expect(problem["errors"]).toContainEqual(expect.objectContaining({ pointer: "#/jobs/0/type" }));
  });

  it.each([
    ["no JSON", "{", 400, "invalid_document"],
    ["a list", "[]", 400, "invalid_document"],
    ["a key twice", '{"jobs":[],"jobs":[]}', 400, "invalid_document"],
    ["nothing", undefined, 400, "invalid_document"],
    [
      "a wrong key of a provider",
      JSON.stringify({ ...ANIMATIC, providerApiKeys: { fal: 7 } }),
      400,
      "invalid_document",
    ],
    [
      "too many jobs",
      JSON.stringify({ jobs: Array.from({ length: 201 }, () => ANIMATIC.jobs[0]) }),
      400,
      "invalid_document",
    ],
    ["too many bytes", JSON.stringify({ jobs: "x".repeat(1024 ** 2) }), 413, "document_too_large"],
    [
      "a file of the server",
      JSON.stringify({ jobs: [{ id: "a", type: "media", params: { source: "/etc/passwd" } }] }),
      400,
      "invalid_document",
    ],
  ])("is refused where the body is %s", async (_what, body, status, code) => {
    const { post } = await startTestServer();
    const answer = await post("/api/execute", body);
    expect([answer.status, (await problemOf(answer))["code"]]).toEqual([status, code]);
  });

  it("says in a plan's words what is wrong beside the plan", async () => {
    const { post } = await startTestServer();
    const beside = await problemOf(await post("/api/execute", { ...ANIMATIC, strict: "yes" }));
    expect(beside["detail"]).toBe('$.strict: Expected `strict` to be true or false, got the text "yes".');
  });

  it("says of a list that it is one", async () => {
    const { post } = await startTestServer();
    const { issues } = await problemOf(await post("/api/execute", "[]"));
    expect(issues).toMatchObject([{ path: "$", message: expect.stringMatching(/list|array/) }]);
  });

  it("is refused where the body is of another type, as a page of anybody may send it", async () => {
    const { post } = await startTestServer();
    const answer = await post("/api/execute", ANIMATIC, { "content-type": "text/plain" });
    expect(answer.status).toBe(415);
  });
});

describe("what is not there", () => {
  it("is answered alike, whatever the id looks like", async () => {
    const { ask } = await startTestServer();
    for (const id of ["exec_000000000000000000000000", "x", "%00", "..%2f..", "%zz"]) {
      for (const what of ["", "/status", "/plan"]) {
        const answer = await ask(`/api/execute/${id}${what}`);
        expect([answer.status, (await problemOf(answer))["code"]]).toEqual([404, "execution_not_found"]);
      }
    }
  });

  it("is a path or a method, which is said", async () => {
    const { ask } = await startTestServer();
    expect((await ask("/api/nothing")).status).toBe(404);
    const answer = await ask("/api/execute/x/cancel", { method: "DELETE" });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
  });
});

it.each(["GET /healthz HTTP/1.0", "GET /healthz HTTP/1.1\r\nHost: a b", "GET /x HTTP/1.1\r\nHost: 127.0.0.1:99999"])(
  "a request that cannot be read is refused as a problem: %j",
  async (head) => {
    const { url } = await startTestServer();
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.end(`${head}\r\nConnection: close\r\n\r\n`);
    const said = await text(socket);
    expect(said).toMatch(/^HTTP\/1\.1 400 /);
    expect(said).toMatch(/content-type: application\/problem\+json/i);
    expect(said).toContain('"code":"request_unreadable"');
  },
);

it.each([
  ["a name that is not encoded", "POST /api/uploads?name=フ.mp4 HTTP/1.1\r\nHost: x", 400, "--url-query"],
  ["no method", "TAKE /healthz HTTP/1.1\r\nHost: x", 400, "It is not HTTP."],
  ["no HTTP", "\u0016\u0003\u0001", 400, "TLS"],
  ["headers without an end", `GET / HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(20_000)}`, 431, "16 KiB"],
])("what is no request of HTTP is refused as a problem, too: %s", async (_, head, status, words) => {
  const { url } = await startTestServer();
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.end(`${head}\r\n\r\n`);
  const [lines = "", body = ""] = (await text(socket)).split("\r\n\r\n");
  expect(lines).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [A-Z][\\s\\S]*connection: close`));
  expect(JSON.parse(body)).toMatchObject({ status, code: "request_unreadable" });
  expect(body).toContain(words);
});

it("does not begin where something else listens, and says so", async () => {
  const { url } = await startTestServer();
  const { port } = new URL(url);
  await expect(startTestServer({ port: Number(port) })).rejects.toMatchObject({
    code: "server_unreachable",
    message: `Cannot listen on 127.0.0.1, port ${port}: something else listens there.`,
  });
});

describe("who may ask", () => {
  it("is nobody who calls the server by another name", async () => {
    const { url } = await startTestServer();
    const status = new Promise((resolve, reject) => {
      const asking = request(`${url}/healthz`, { headers: { host: "evil.example" } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asking.once("error", reject).end();
    });
    expect(await status).toBe(421);
  });

  it("is this machine alone while there is no key", async () => {
    await expect(startTestServer({ host: "0.0.0.0" })).rejects.toMatchObject({ code: "server_refused" });
  });

  it.each(["*", "studio.example", "https://studio.example/app", "null"])(
    "is no page of %j, which is no origin",
    async (origin) => {
      await expect(startTestServer({ corsOrigins: [origin] })).rejects.toMatchObject({
        code: "invalid_document",
        hint: expect.stringContaining("https://app.example.com") as string,
      });
    },
  );

  it("is not a page of another origin", async () => {
    const { post, ask } = await startTestServer({ corsOrigins: ["https://Studio.example:443/"] });
    const foreign = await post("/api/execute", ANIMATIC, { origin: "https://evil.example" });
    expect([foreign.status, (await problemOf(foreign))["code"]]).toEqual([403, "foreign_origin"]);
    const named = await ask("/healthz", { headers: { origin: "https://studio.example" } });
    expect(named.headers.get("access-control-allow-origin")).toBe("https://studio.example");
    const preflight = await ask("/api/execute", { method: "OPTIONS", headers: { origin: "https://studio.example" } });
    expect(preflight.status).toBe(204);
  });
});
