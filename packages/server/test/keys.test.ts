import { readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { describe, expect, it } from "vitest";
import { openRecords } from "@proxx/runtime";
import { createApiKey, createKeyStore, type KeyRecord } from "../src/index.ts";
import { ANIMATIC, problemOf, saveKeys, startTestServer } from "./test-server.ts";

const environment = { PATH: process.env["PATH"] };

async function addKey(home: string, about: Partial<KeyRecord> = {}): Promise<string> {
  const { tenant = null, expiresAt = null } = about;
  const { key, record } = createApiKey({ name: "test", tenant, createdAt: new Date().toISOString(), expiresAt });
  await saveKeys(home, { ...record, revokedAt: about.revokedAt ?? null });
  return key;
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

describe("a server with keys", () => {
  it("lets in who has one, and tells others how", async () => {
    const home = temporaryFolder();
    const key = await addKey(home);
    const { ask } = await startTestServer({ runtime: { environment, home } });
    const refused = await ask("/api/execute");
    expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="proxx"']);
    expect(await problemOf(refused)).toMatchObject({
      code: "unauthorized",
      hint: expect.stringContaining("keys create"),
    });
    expect((await ask("/api/execute", { headers: bearer(key) })).status).toBe(200);
    expect((await ask("/healthz")).status).toBe(200);
  });

  it("refuses a key that is altered, made up, expired or revoked, all alike", async () => {
    const home = temporaryFolder();
    const key = await addKey(home);
    const expired = await addKey(home, { expiresAt: "2026-01-01T00:00:00.000Z" });
    const revoked = await addKey(home, { revokedAt: "2026-01-01T00:00:00.000Z" });
    const elsewhere = await addKey(temporaryFolder());
    const { ask } = await startTestServer({ runtime: { environment, home } });
    for (const wrong of [expired, revoked, elsewhere, `${key.slice(0, -1)}x`, key.slice(0, 40), "x", ""]) {
      const answer = await ask("/api/execute", { headers: bearer(wrong) });
      expect([wrong, answer.status]).toEqual([wrong, 401]);
    }
  });

  it("takes notice of keys that are made and revoked while it runs", async () => {
    const home = temporaryFolder();
    const { ask } = await startTestServer({ runtime: { environment, home } });
    expect((await ask("/api/execute")).status).toBe(200);
    const key = await addKey(home);
    expect((await ask("/api/execute")).status).toBe(401);
    expect((await ask("/api/execute", { headers: bearer(key) })).status).toBe(200);
    const records = openRecords({ environment, home });
    const store = createKeyStore(records);
    for (const record of await store.list()) await store.save({ ...record, revokedAt: new Date().toISOString() });
    await records.close();
    expect((await ask("/api/execute", { headers: bearer(key) })).status).toBe(401);
    expect((await ask("/api/execute")).status).toBe(401);
  });

  it("keeps nothing that a key could be made from", async () => {
    const home = temporaryFolder();
    const key = await addKey(home);
    // The secret may have a "_" itself.
    const secret = key.split("_").slice(2).join("_");
    expect(secret.length).toBeGreaterThan(20);
    expect(readFileSync(join(home, "proxx.sqlite"), "latin1")).not.toContain(secret);
  });

  it("listens to all the world with a key", async () => {
    const home = temporaryFolder();
    const key = await addKey(home);
    const { url } = await startTestServer({ runtime: { environment, home }, host: "0.0.0.0" });
    const { port } = new URL(url);
    expect((await fetch(`http://127.0.0.1:${port}/api/execute`)).status).toBe(401);
    expect((await fetch(`http://127.0.0.1:${port}/api/execute`, { headers: bearer(key) })).status).toBe(200);
  });
});

describe("what is another tenant's", () => {
  it("is on no route more than what never was", async () => {
    const home = temporaryFolder();
    const [acme, other] = [await addKey(home, { tenant: "acme" }), await addKey(home, { tenant: "other" })];
    const { ask, post } = await startTestServer({ runtime: { environment, home }, allowPrivateWebhooks: true });
    const headers = bearer(acme);
    const webhook = { url: "http://127.0.0.1:9/hook" };
    const begun = await post("/api/execute", { ...ANIMATIC, webhook }, { ...headers, "idempotency-key": "same" });
    const { executionId: id } = (await begun.json()) as { executionId: string };
    await (await ask(`/api/execute/${id}/events`, { headers })).text();
    const { result } = (await (await ask(`/api/execute/${id}/status`, { headers })).json()) as {
      result: { url: string };
    };
    const { data } = (await (await ask("/api/webhooks/deliveries", { headers })).json()) as { data: { id: string }[] };

    const never = "exec_000000000000000000000000";
    const compare = async (method: string, theirs: string, unknown: string) => {
      const [one, another] = await Promise.all(
        [theirs, unknown].map((path) => ask(path, { method, headers: bearer(other) })),
      );
      const words = async (answer: Response | undefined, name: string) =>
        (await answer?.text())?.replaceAll(name, "ID").replace(/req_[\w-]+/g, "");
      const [theirName, unknownName] = [theirs, unknown].map(
        (path) => path.split("/")[path.includes("deliveries") ? 4 : 3] ?? "",
      );
      expect([one?.status, await words(one, theirName ?? "")]).toEqual([404, await words(another, unknownName ?? "")]);
    };
    for (const what of ["", "/status", "/plan", "/events"])
      await compare("GET", `/api/execute/${id}${what}`, `/api/execute/${never}${what}`);
    for (const what of ["cancel", "retry"])
      await compare("POST", `/api/execute/${id}/${what}`, `/api/execute/${never}/${what}`);
    await compare("GET", new URL(result.url).pathname, `/api/artifacts/${"0".repeat(64)}`);
    await compare("GET", `/api/webhooks/deliveries/${data[0]?.id}`, "/api/webhooks/deliveries/whd_1");
    await compare(
      "POST",
      `/api/webhooks/deliveries/${data[0]?.id}/redeliver`,
      "/api/webhooks/deliveries/whd_1/redeliver",
    );
    for (const list of ["/api/execute", "/api/webhooks/deliveries"]) {
      expect(await (await ask(list, { headers: bearer(other) })).json()).toMatchObject({ data: [] });
    }
    // The same idempotency key is another one, and a base that is not theirs does not exist.
    const same = await post("/api/execute", ANIMATIC, { ...bearer(other), "idempotency-key": "same" });
    expect(same.status).toBe(202);
    const onBase = { jobs: [{ id: "a", type: "reframe", params: { aspectRatio: "1:1" } }], baseExecutionId: id };
    const based = await post("/api/execute", onBase, bearer(other));
    expect(await problemOf(based)).toMatchObject({ issues: [{ code: "base_not_found" }] });
    // Equal bytes are theirs once they have made them.
    const { executionId: own } = (await same.json()) as { executionId: string };
    await (await ask(`/api/execute/${own}/events`, { headers: bearer(other) })).text();
    expect((await ask(new URL(result.url).pathname, { headers: bearer(other) })).status).toBe(200);
  });
});

it("lets each key ask so many times a minute, and says how many are left", async () => {
  const home = temporaryFolder();
  const [one, other] = [await addKey(home), await addKey(home)];
  const { ask } = await startTestServer({ runtime: { environment, home }, requestsPerMinute: 2 });
  const left = async (key: string) => {
    const answer = await ask("/api/execute", { headers: bearer(key) });
    return [answer.status, /r=(\d+)/.exec(answer.headers.get("ratelimit") ?? "")?.[1]];
  };
  expect([await left(one), await left(one), await left(other)]).toEqual([
    [200, "1"],
    [200, "0"],
    [200, "1"],
  ]);
  const refused = await ask("/api/execute", { headers: bearer(one) });
  expect([refused.status, refused.headers.get("ratelimit-policy")]).toEqual([429, '"requests";q=2;w=60']);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await problemOf(refused)).toMatchObject({ retryable: true });
});
