import { executionSchema, type Execution } from "@proxx/contract";
import { temporaryFolder } from "@proxx/testing";
import { expect, onTestFinished, vi } from "vitest";
import { openRecords } from "@proxx/runtime";
import { createKeyStore, createServer, type KeyRecord, type ServerOptions } from "../src/index.ts";

export interface TestServer {
  url: string;
  /** A request below the server's address. */
  ask: (path: string, init?: RequestInit) => Promise<Response>;
  /** The same with a body of JSON. */
  post: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Response>;
  /** Begins an execution, which has to be taken. Gives its id. */
  begin: (plan: object) => Promise<string>;
  /** Resolves when it has ended. */
  ended: (id: string) => Promise<Execution>;
  close: () => Promise<void>;
}

/** A server on loopback with an empty folder, closed with the test. */
export async function startTestServer(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const { runtime, ...others } = options;
  const server = await createServer({
    port: 0,
    graceMs: 0,
    ...others,
    runtime: { environment: { PATH: process.env["PATH"] }, home: temporaryFolder(), ...runtime },
  });
  onTestFinished(() => server.close());
  const ask = (path: string, init?: RequestInit) => fetch(server.url + path, init);
  const post = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
    ask(path, {
      method: "POST",
      headers: body === undefined ? headers : { "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
  return {
    url: server.url,
    ask,
    post,
    async begin(plan) {
      const answer = await post("/api/execute", plan);
      expect(answer.status).toBe(202);
      const { executionId } = (await answer.json()) as { executionId: string };
      return executionId;
    },
    ended: (id) =>
      vi.waitFor(
        async () => {
          const execution = executionSchema.parse(await (await ask(`/api/execute/${id}/status`)).json());
          // All of it is shown where it does not come to an end.
          expect(execution).toMatchObject({ completedAt: expect.any(String) as string });
          return execution;
        },
        { timeout: 120_000, interval: 50 },
      ),
    close: () => server.close(),
  };
}

/** Puts keys where a server on this folder finds them. */
export async function saveKeys(home: string, ...keys: KeyRecord[]): Promise<void> {
  const records = openRecords({ environment: {}, home });
  const store = createKeyStore(records);
  for (const key of keys) await store.save(key);
  await records.close();
}

/** The smallest plan that makes a file and needs no key: an animatic. */
export const ANIMATIC = {
  jobs: [
    {
      id: "job1",
      type: "generate",
      params: { prompt: "A tent in the rain", duration: 0.5, resolution: "480p" },
      output: "$job1",
    },
  ],
};

/** What a refusal says. */
export async function problemOf(answer: Response): Promise<Record<string, unknown>> {
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  return (await answer.json()) as Record<string, unknown>;
}
