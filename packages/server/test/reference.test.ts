import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createRandom } from "@proxx/testing/create-random";
import { describe, expect, it } from "vitest";
import { SCHEMAS } from "../src/openapi/schemas.ts";
import { ANIMATIC, startTestServer, type TestServer } from "./test-server.ts";

interface Parameter {
  name: string;
  in: "path" | "query" | "header";
}

interface Operation {
  operationId: string;
  parameters: Parameter[];
  requestBody?: { content: Record<string, { schema?: { $ref: string } }> };
  responses: Record<string, { content?: Record<string, { schema?: { $ref: string } }> }>;
}

interface OpenApi {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
}

async function documentOf({ ask }: TestServer): Promise<OpenApi> {
  return (await (await ask("/openapi.json")).json()) as OpenApi;
}

describe("the OpenAPI document", () => {
  it("names every route and every schema that it speaks of", async () => {
    const document = await documentOf(await startTestServer());
    expect(document.openapi).toBe("3.1.0");
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        "/api/execute",
        "/api/execute/{id}/status",
        "/api/artifacts/{sha256}",
        "/healthz",
        "/docs",
      ]),
    );
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref = ""]) => ref);
    const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect(refs.filter((ref) => !known.includes(ref))).toEqual([]);
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map((one) => one.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("has a page for people that asks no other host and runs nothing", async () => {
    const { ask } = await startTestServer();
    const answer = await ask("/docs");
    const page = await answer.text();
    expect(answer.headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'self'/);
    expect(page).not.toMatch(/<script|\b(?:src|href)="https?:/);
    expect(page).toContain("/api/execute/:id/events");
    expect((await ask("/docs/style.css")).headers.get("content-type")).toMatch(/^text\/css/);
  });
});

/** How often each route is asked here; more of it is a matter of minutes. */
const ROUNDS = Number(process.env["PROXX_FUZZ_ROUNDS"] ?? 12);

describe("requests made from the document", () => {
  it(
    "are never a fault, never without an answer, and answered as the document says",
    async () => {
      const server = await startTestServer({ requestsPerMinute: 0 });
      const { paths } = await documentOf(server);
      const random = createRandom(Number(process.env["PROXX_FUZZ_SEED"] ?? 20_261_128));
      const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value;
      const ids = [
        await server.begin(ANIMATIC),
        "exec_0",
        "",
        "%00",
        "..%2f..",
        "a".repeat(3000),
        "💥",
        "%",
        "null",
        "-1",
      ];
      await server.ended(ids[0] ?? "");

      const text = () =>
        pick(["", "x", "0", "-1", "1e999", "null", "💥", "' OR 1=1", "../../etc/passwd", "a".repeat(5000), "$job1"]);
      const value = (depth: number): unknown => {
        const kinds = [text, () => null, () => random() * 1e12, () => random() > 0.5, () => []];
        if (depth === 0 || random() < 0.4) return pick<() => unknown>(kinds)();
        if (random() < 0.3) return Array.from({ length: 3 }, () => value(depth - 1));
        const keys = [
          "jobs",
          "id",
          "type",
          "params",
          "output",
          "dependsOn",
          "webhook",
          "url",
          "__proto__",
          "constructor",
        ];
        return Object.fromEntries(Array.from({ length: 4 }, () => [pick(keys), value(depth - 1)]));
      };
      const mutate = (plan: unknown): unknown => {
        if (typeof plan !== "object" || plan === null || random() < 0.15) return value(3);
        const entries = Object.entries(plan).map(([key, own]) => [key, random() < 0.3 ? mutate(own) : own] as const);
        return Array.isArray(plan) ? entries.map(([, own]) => own) : Object.fromEntries(entries);
      };
      const body = () =>
        pick([
          () => JSON.stringify(mutate(ANIMATIC)),
          () => JSON.stringify(value(4)),
          () => "{",
          () => "",
          () => '{"a":"\\ud800"}',
        ])();

      const asked: string[] = [];
      for (const [path, methods] of Object.entries(paths)) {
        for (const [method, operation] of Object.entries(methods)) {
          for (let round = 0; round < ROUNDS; round++) await askOnce(path, method, operation);
        }
      }
      expect(asked.length).toBeGreaterThan(100);

      async function askOnce(pattern: string, method: string, operation: Operation) {
        const query = operation.parameters.filter((one) => one.in === "query" && random() < 0.4);
        const search = new URLSearchParams(query.map(({ name }): [string, string] => [name, text()]));
        const path = `${pattern.replace(/\{\w+\}/g, () => pick(ids))}?${search.toString()}`;
        const named = operation.parameters.filter((one) => one.in === "header" && random() < 0.5);
        const headers = Object.fromEntries(
          named.map(({ name }) => [name, pick(["", "x", "0", "bytes=0-", "bytes=-1", "*"])]),
        );
        const how = pick(["application/json", "application/json", "text/plain", "multipart/form-data"]);
        const sent = method === "post" ? { body: body(), headers: { ...headers, "content-type": how } } : { headers };
        const request = `${method} ${path.slice(0, 200)} ${JSON.stringify(sent).slice(0, 500)}`;
        asked.push(request);
        const init = { method: method.toUpperCase(), ...sent, signal: AbortSignal.timeout(20_000) };
        const answer = await server.ask(path, init).catch((cause: unknown) => {
          throw new Error(`No answer: ${request}`, { cause });
        });
        const isEndless = pattern === "/api/events" && answer.status === 200;
        const said = isEndless ? "" : await answer.text();
        if (isEndless) await answer.body?.cancel();
        const label = `${request} → ${said.slice(0, 1000)}`;
        expect([label, answer.status < 500]).toEqual([label, true]);
        expect([label, answer.headers.get("request-id")]).toEqual([label, expect.stringMatching(/^req_/)]);
        // A path that an id has made another one is another route's.
        if (answer.status === 404 || answer.status === 405) return;
        const documented = operation.responses[answer.status];
        expect([label, answer.status, documented === undefined]).toEqual([label, answer.status, false]);
        const mediaType = answer.headers.get("content-type")?.split(";")[0] ?? "";
        const mediaTypes = Object.keys(documented?.content ?? {});
        if (said !== "" && !mediaTypes.includes("*/*")) expect([label, mediaTypes]).toEqual([label, [mediaType]]);
        const name = documented?.content?.[mediaType]?.schema?.$ref.split("/").at(-1) ?? "";
        const parsed = SCHEMAS[name]?.schema.safeParse(JSON.parse(said));
        expect([label, parsed?.error]).toEqual([label, undefined]);
        if (answer.status === 202 && pattern === "/api/execute") {
          const { executionId } = JSON.parse(said) as { executionId: string };
          await server.post(`/api/execute/${executionId}/cancel`);
        }
      }
    },
    60_000 + 10_000 * ROUNDS,
  );
});

it("is told of by the page about the API, route by route", async () => {
  const page = readFileSync(join(import.meta.dirname, "../../../docs/api.md"), "utf8");
  const { paths } = await documentOf(await startTestServer());
  const untold = Object.keys(paths)
    .map((path) => path.replace(/\{(\w+)\}/g, ":$1"))
    .filter((path) => !page.includes(path) && !page.includes(path.replace("/api/webhooks/deliveries", "")));
  expect(untold).toEqual(["/docs/style.css"]);
});
