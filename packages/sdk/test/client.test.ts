import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type Server } from "@proxx/server";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { TenantNews } from "@proxx/contract";
import { createClient, RequestRefused, type Client, type Connection } from "../src/index.ts";

const SMALL = { resolution: "480p", fps: 10 };
const plan = {
  jobs: [
    { id: "one", type: "generate", params: { prompt: "A tent", duration: 0.5, ...SMALL }, output: "$one" },
    { id: "two", type: "generate", params: { prompt: "A hill", duration: 0.5, ...SMALL }, output: "$two" },
    { id: "film", type: "merge", params: {}, dependsOn: ["one", "two"], output: "$film" },
  ],
};

const home = mkdtempSync(join(tmpdir(), "proxx-client-"));
let server: Server;
let client: Client;

function open(port = 0): Promise<Server> {
  return createServer({ port, graceMs: 0, runtime: { environment: { PATH: process.env["PATH"] }, home } });
}

beforeAll(async () => {
  server = await open();
  client = createClient({ url: `${server.url}/` });
});
afterAll(async () => {
  await server.close();
  rmSync(home, { recursive: true, force: true });
});

async function refusalOf(request: Promise<unknown>): Promise<RequestRefused> {
  const error: unknown = await request.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof RequestRefused) return error;
  throw new TypeError("Expected a refusal", { cause: error });
}

it("begins an execution, follows it to its end, and finds it in lists", async () => {
  const { executionId: id } = await client.executions.start(plan, { idempotencyKey: "once" });
  expect((await client.executions.start(plan, { idempotencyKey: "once" })).executionId).toBe(id);
  const types: string[] = [];
  for await (const { event } of client.executions.events(id)) types.push(event.type);
  expect([types[0], types.at(-1)]).toEqual(["execution-started", "execution-ended"]);
  const history = await client.executions.history(id);
  expect(history.isComplete).toBe(true);
  expect(history.data.map(({ event }) => event.type).filter((type) => type !== "execution-progress")).toEqual(
    types.filter((type) => type !== "execution-progress"),
  );
  expect(await client.executions.get(id)).toMatchObject({
    status: "completed",
    urls: { self: expect.any(String) as string },
  });
  expect(await client.executions.plan(id)).toMatchObject({ jobs: [{ id: "one" }, { id: "two" }, { id: "film" }] });
  const ids = async (options: object) => (await client.executions.list(options)).data.map((one) => one.id);
  expect(await ids({ status: ["completed"], search: "MERGE" })).toEqual([id]);
  expect(await ids({ search: id.slice(5, 12) })).toEqual([id]);
  expect(await ids({ search: "reframe" })).toEqual([]);
  expect((await client.executions.list()).data[0]?.jobTypes).toEqual(["generate", "generate", "merge"]);
});

it("says what was refused, and how", async () => {
  const unknown = await refusalOf(client.executions.get("exec_unknown"));
  expect([unknown.status, unknown.code, unknown.hint]).toEqual([404, "execution_not_found", expect.any(String)]);
  const wrong = await refusalOf(client.executions.start({ jobs: [{ id: "a", type: "nothing", params: {} }] }));
  expect([wrong.status, wrong.issues.length > 0]).toEqual([400, true]);
  const { data } = await client.executions.list({ limit: 1, status: ["completed"] });
  const ended = await refusalOf(client.executions.cancel(data[0]?.id ?? ""));
  expect([ended.status, ended.problem.code]).toEqual([409, expect.any(String)]);
  expect((await refusalOf(client.jobSpecs.start({}))).problem.code).toBe("no_media_root");
  const { issues } = await client.jobSpecs.validate({ sources: 3 });
  expect(issues.map(({ path }) => path)).toContain("$.sources");
});

it("sends files, lists deliveries, and says how the server is", async () => {
  const upload = await client.uploads.add(new TextEncoder().encode("Hello"), { name: "hello.txt" });
  expect(await client.uploads.get(upload.id)).toEqual(upload);
  await client.uploads.delete(upload.id);
  expect((await refusalOf(client.uploads.get(upload.id))).status).toBe(404);
  expect(await client.deliveries.list()).toEqual({ data: [], hasMore: false, nextCursor: null });
  expect((await client.system.get()).findings.find(({ name }) => name === "ffmpeg")?.state).toBe("ok");
  expect(await client.session.get()).toMatchObject({ needsKey: false, isOpen: true });
});

it("hears of every execution, though the server is away for a while", async () => {
  const stop = new AbortController();
  const connections: Connection[] = [];
  const heard: TenantNews[] = [];
  const until = async (isIt: (news: TenantNews) => boolean) => {
    const before = heard.length;
    while (!heard.slice(before).some(isIt)) await new Promise((resolve) => waiting.push(resolve));
  };
  let waiting: ((value?: unknown) => void)[] = [];
  const following = (async () => {
    const news = client.news({ signal: stop.signal, onConnection: (connection) => connections.push(connection) });
    for await (const one of news) {
      heard.push(one);
      for (const wake of waiting.splice(0)) wake();
    }
  })();
  await until(({ type }) => type === "reset");
  const short = { jobs: [{ ...plan.jobs[0], params: { prompt: "Rain", duration: 0.4, ...SMALL } }] };
  const ends = until((news) => news.type === "execution" && news.execution.completedAt !== null);
  await client.executions.start(short as typeof plan);
  await ends;
  const back = until(({ type }) => type === "reset");
  const { port } = new URL(server.url);
  await server.close();
  server = await open(Number(port));
  await back;
  stop.abort();
  await following;
  expect(connections.slice(0, 5)).toEqual(["connecting", "connected", "away", "connecting", expect.anything()]);
  expect(connections).toContain("connected");
});
