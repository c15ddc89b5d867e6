import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { temporaryFolder } from "@proxx/testing";
import { expect, onTestFinished, test, vi } from "vitest";
import { createApiKey } from "../src/index.ts";
import { ANIMATIC, problemOf, saveKeys, startTestServer, type TestServer } from "./test-server.ts";

interface Read {
  text: string;
  types: Map<string, string>;
  /** By name and labels, as they are written. */
  values: Map<string, number>;
}

/** As the format is defined: each sample behind the help and the type of its name, and no name twice. */
async function readMetrics(server: TestServer, headers: Record<string, string> = {}): Promise<Read> {
  const answer = await server.ask("/metrics", { headers });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const text = await answer.text();
  const [types, values] = [new Map<string, string>(), new Map<string, number>()];
  let [helped, name] = ["", ""];
  for (const line of text.split("\n").slice(0, -1)) {
    const [, word, of = "", rest = ""] = /^# (HELP|TYPE) ([a-z_]+) (.+)$/.exec(line) ?? [];
    if (word === "HELP") {
      expect(types.has(of)).toBe(false);
      helped = of;
    } else if (word === "TYPE") {
      expect(of).toBe(helped);
      types.set(of, rest);
      name = of;
    } else {
      const sample = /^([a-z_]+?)(_bucket|_sum|_count)?(\{(?:[a-z]+="(?:[^"\\\n]|\\["\\n])*",?)+\})? (\S+)$/.exec(line);
      expect(sample?.[0]).toBe(line);
      expect([sample?.[1], `${sample?.[1]}${sample?.[2]}`]).toContain(name);
      values.set(line.slice(0, line.lastIndexOf(" ")), Number(sample?.[4]));
    }
  }
  for (const value of values.values()) expect(value).not.toBeNaN();
  expect(text.endsWith("\n")).toBe(true);
  return { text, types, values };
}

test("tells Prometheus what there is and what was done, and of whom nothing", async () => {
  const home = temporaryFolder();
  const { key, record } = createApiKey({
    name: "shop",
    tenant: "acme-films",
    createdAt: "2026-01-01T00:00:00.000Z",
    expiresAt: null,
  });
  const operator = createApiKey({
    name: "prometheus",
    tenant: null,
    createdAt: "2026-01-01T00:00:00.000Z",
    expiresAt: null,
  });
  await saveKeys(home, record, operator.record);
  const receiver = createServer((_, response) => response.end()).listen(0, "127.0.0.1");
  onTestFinished(() => void receiver.close());
  await vi.waitFor(() => expect(receiver.listening).toBe(true));
  const server = await startTestServer({
    runtime: { environment: { PATH: process.env["PATH"] }, home },
    allowPrivateWebhooks: true,
  });
  const own = { authorization: `Bearer ${key}` };
  const operators = { authorization: `Bearer ${operator.key}` };
  const webhook = { url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/ended` };
  const begun = await server.post("/api/execute", { ...ANIMATIC, webhook }, own);
  const { executionId } = (await begun.json()) as { executionId: string };

  await vi.waitFor(
    async () => {
      const { values } = await readMetrics(server, operators);
      expect(values.get('proxx_executions_ended_total{status="completed"}')).toBe(1);
      expect(values.get('proxx_webhook_attempts_total{status="delivered"}')).toBe(1);
    },
    { timeout: 60_000, interval: 100 },
  );
  const again = (await (await server.post("/api/execute", ANIMATIC, own)).json()) as { executionId: string };
  await vi.waitFor(
    async () => {
      const { values } = await readMetrics(server, operators);
      expect(values.get('proxx_executions_ended_total{status="completed"}')).toBe(2);
    },
    { timeout: 60_000, interval: 100 },
  );
  expect(again.executionId).not.toBe(executionId);
  await server.ask(`/api/execute/${executionId}/status`, { headers: own });
  await server.ask("/secret/acme-films", { headers: own });
  const { text, types, values } = await readMetrics(server, operators);
  expect(values.get('proxx_job_duration_seconds_count{operation="generate",status="completed"}')).toBe(1);
  expect(values.get('proxx_job_duration_seconds_bucket{operation="generate",status="completed",le="+Inf"}')).toBe(1);
  expect(values.get('proxx_jobs_reused_total{operation="generate"}')).toBe(1);
  expect(values.get('proxx_http_requests_total{route="/api/execute",method="POST",status="202"}')).toBe(2);
  expect(values.get('proxx_http_requests_total{route="/api/execute/:id/status",method="GET",status="200"}')).toBe(1);
  expect(values.get('proxx_http_requests_total{route="none",method="any",status="404"}')).toBe(1);
  expect(values.get("proxx_jobs_queued")).toBe(0);
  expect(values.get("proxx_jobs_parked")).toBe(0);
  expect(values.get("proxx_webhooks_waiting")).toBe(0);
  expect(values.get("proxx_workers")).toBe(1);
  expect(values.get('proxx_slots_taken{load="compute"}')).toBe(0);
  expect(values.get('proxx_slots{load="compute"}')).toBeGreaterThan(0);
  expect(values.get("proxx_artifact_bytes_total")).toBeGreaterThan(1000);
  expect(values.get('proxx_event_loop_delay_seconds{quantile="0.99"}')).toBeGreaterThan(0);
  expect(types.get("proxx_job_duration_seconds")).toBe("histogram");
  for (const secret of ["acme", executionId, record.id, operator.record.id, home]) expect(text).not.toContain(secret);

  const tenants = await server.ask("/metrics", { headers: own });
  expect(tenants.status).toBe(403);
  expect(await problemOf(tenants)).toMatchObject({ code: "operator_only" });
  expect((await server.ask("/metrics")).status).toBe(401);
});

test("tells them without a key as long as there is none, which is to this machine alone", async () => {
  const server = await startTestServer();
  const { values } = await readMetrics(server);
  expect(values.get("proxx_jobs_queued")).toBe(0);
  const plan = { jobs: [{ ...ANIMATIC.jobs[0], params: { prompt: "A tent", duration: 600 } }] };
  const id = await server.begin(plan);
  await vi.waitFor(async () => {
    const now = (await readMetrics(server)).values;
    expect(now.get('proxx_executions{status="processing"}')).toBe(1);
    expect(now.get('proxx_jobs{operation="generate",state="running"}')).toBe(1);
    expect(now.get('proxx_slots_taken{load="compute"}')).toBe(1);
  }, 30_000);
  await server.post(`/api/execute/${id}/cancel`);
  await server.ended(id);
  expect((await readMetrics(server)).values.has('proxx_executions{status="processing"}')).toBe(false);
});
