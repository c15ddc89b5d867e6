import { temporaryFolder } from "@proxx/testing";
import { expect, it } from "vitest";
import { createApiKey } from "../src/index.ts";
import { ANIMATIC, problemOf, saveKeys, startTestServer } from "./test-server.ts";

interface Listed {
  data: { id: string; createdAt: string }[];
  hasMore: boolean;
  nextCursor: string | null;
}

it("lists and counts executions of a while, page by page", async () => {
  const { ask, begin, ended } = await startTestServer();
  for (let count = 0; count < 3; count++) await ended(await begin(ANIMATIC));
  const list = async (query: string) => (await (await ask(`/api/execute?${query}`)).json()) as Listed;
  const counts = async (query: string): Promise<unknown> => (await ask(`/api/execute/counts?${query}`)).json();
  const [c, b, a] = (await list("")).data;
  const ids = async (query: string) => (await list(query)).data.map(({ id }) => id);
  expect(await ids(`createdFrom=${b?.createdAt}`)).toEqual([c?.id, b?.id]);
  expect(await ids(`createdBefore=${b?.createdAt}`)).toEqual([a?.id]);
  expect(await ids(`createdFrom=${b?.createdAt}&createdBefore=${c?.createdAt}&status=completed`)).toEqual([b?.id]);
  expect(await ids(`createdBefore=${c?.createdAt}&search=generate`)).toEqual([b?.id, a?.id]);
  expect(await ids(`createdFrom=${c?.createdAt}&search=generate`)).toEqual([c?.id]);

  const first = await list(`limit=1&createdFrom=${b?.createdAt}`);
  expect(first).toMatchObject({ data: [{ id: c?.id }], hasMore: true });
  const second = await list(`limit=1&createdFrom=${b?.createdAt}&cursor=${first.nextCursor}`);
  expect(second).toMatchObject({ data: [{ id: b?.id }], hasMore: false, nextCursor: null });

  const none = { pending: 0, processing: 0, completed: 0, failed: 0, cancelled: 0 };
  expect(await counts("")).toEqual({ counts: { ...none, completed: 3 }, most: 1000 });
  expect(await counts(`createdFrom=${b?.createdAt}`)).toMatchObject({ counts: { ...none, completed: 2 } });
  expect(await counts(`createdBefore=${a?.createdAt}`)).toMatchObject({ counts: none });
  expect(await problemOf(await ask("/api/execute/counts?createdFrom=yesterday"))).toMatchObject({
    status: 400,
    code: "invalid_query",
  });
});

it("counts for a tenant what is that tenant's", async () => {
  const home = temporaryFolder();
  const keys = ["acme", "other"].map((tenant) =>
    createApiKey({ name: tenant, tenant, createdAt: new Date().toISOString(), expiresAt: null }),
  );
  await saveKeys(home, ...keys.map(({ record }) => record));
  const { ask, post } = await startTestServer({ runtime: { environment: process.env, home } });
  const [own, foreign] = keys.map(({ key }) => ({ authorization: `Bearer ${key}` }));
  expect((await post("/api/execute", ANIMATIC, own)).status).toBe(202);
  const total = async (headers: Record<string, string> | undefined) => {
    const answer = await ask("/api/execute/counts", headers === undefined ? {} : { headers });
    const { counts } = (await answer.json()) as { counts: Record<string, number> };
    return Object.values(counts).reduce((sum, count) => sum + count, 0);
  };
  expect([await total(own), await total(foreign)]).toEqual([1, 0]);
  expect((await ask("/api/execute/counts")).status).toBe(401);
});
