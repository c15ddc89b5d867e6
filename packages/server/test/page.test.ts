import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { everydayClip, temporaryFolder } from "@proxx/testing";
import { createJobSpec, executeJobSpec } from "@proxx/transcode";
import { describe, expect, it } from "vitest";
import { createApiKey } from "../src/index.ts";
import { ANIMATIC, problemOf, saveKeys, startTestServer } from "./test-server.ts";

function pageFolder(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), `<!doctype html><title>Proxx</title>${" ".repeat(800)}`);
  writeFileSync(join(folder, "assets", "page-a1b2.js"), "console.log(1)");
  writeFileSync(join(folder, "assets", "notes.txt"), "for nobody");
  writeFileSync(join(folder, "secret.js"), "for nobody");
  return folder;
}

describe("the page", () => {
  it("is sent to anybody, under a policy that lets nothing in", async () => {
    const home = temporaryFolder();
    await saveKeys(home, newKey("operator", null).record);
    const { ask } = await startTestServer({ page: async () => pageFolder(), runtime: { environment: {}, home } });
    const page = await ask("/", { headers: { "accept-encoding": "br" } });
    const headers = Object.fromEntries(page.headers);
    expect(await page.text()).toContain("<title>Proxx</title>");
    expect(headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "content-encoding": "br",
      "cache-control": "no-cache",
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringMatching(
        /^default-src 'none'; script-src 'self'; style-src 'self'; .*frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'$/,
      ) as string,
    });
    const again = await ask("/", { headers: { "if-none-match": headers["etag"] ?? "" } });
    expect(again.status).toBe(304);
    const script = await ask("/assets/page-a1b2.js");
    expect([script.headers.get("content-type"), script.headers.get("cache-control")]).toEqual([
      "text/javascript; charset=utf-8",
      "public, max-age=31536000, immutable",
    ]);
    for (const path of ["/assets/notes.txt", "/secret.js", "/assets/..%2fsecret.js", "/index.html"]) {
      expect([404, 401]).toContain((await ask(path)).status);
    }
  });

  it("is not there where the server was started without it", async () => {
    const { ask } = await startTestServer();
    expect((await problemOf(await ask("/")))["code"]).toBe("page_not_found");
  });
});

function newKey(name: string, tenant: string | null) {
  return createApiKey({ name, tenant, createdAt: new Date().toISOString(), expiresAt: null });
}

describe("a session of a page", () => {
  it("stands for the key that opened it, until it is closed or the key is revoked", async () => {
    const home = temporaryFolder();
    const [mine, revoked] = [newKey("studio", "acme"), newKey("old", null)];
    await saveKeys(home, mine.record, revoked.record);
    const { ask, post, url } = await startTestServer({ runtime: { environment: {}, home } });
    expect(await (await ask("/api/session")).json()).toMatchObject({ needsKey: true, isOpen: false, keyName: null });
    expect((await post("/api/session", { apiKey: `${mine.key}x` })).status).toBe(401);

    const opened = await post("/api/session", { apiKey: mine.key });
    const [set = ""] = opened.headers.getSetCookie();
    expect(await opened.json()).toMatchObject({ isOpen: true, keyName: "studio", tenant: "acme" });
    expect(set).toMatch(/^proxx-session=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
    const cookie = set.split(";")[0] ?? "";
    expect((await ask("/api/execute", { headers: { cookie } })).status).toBe(200);
    expect((await ask("/api/execute", { headers: { cookie, authorization: "Bearer no" } })).status).toBe(401);

    const begin = (headers: Record<string, string>) => post("/api/execute", { jobs: [] }, { cookie, ...headers });
    expect((await begin({})).status).toBe(401);
    expect((await begin({ "sec-fetch-site": "same-site" })).status).toBe(401);
    expect((await begin({ origin: "https://evil.example" })).status).toBe(403);
    expect((await begin({ origin: url })).status).toBe(400);
    expect((await begin({ "sec-fetch-site": "same-origin" })).status).toBe(400);

    const other = (await post("/api/session", { apiKey: revoked.key })).headers.getSetCookie()[0]?.split(";")[0] ?? "";
    expect((await ask("/api/system", { headers: { cookie: other } })).status).toBe(200);
    const frame = "/api/watch/frame?folder=0&state=completed&name=a.json&clip=0&of=source";
    for (const path of ["/api/system", "/api/watch", frame]) {
      expect((await ask(path, { headers: { cookie } })).status).toBe(403);
      expect((await ask(path)).status).toBe(401);
    }
    await saveKeys(home, { ...revoked.record, revokedAt: new Date().toISOString() });
    expect((await ask("/api/execute", { headers: { cookie: other } })).status).toBe(401);

    await ask("/api/session", { method: "DELETE", headers: { cookie, origin: url } });
    expect((await ask("/api/execute", { headers: { cookie } })).status).toBe(401);
  });

  it("is kept for TLS alone where the server is reached by that, and its page may ask", async () => {
    const home = temporaryFolder();
    const key = newKey("studio", null);
    await saveKeys(home, key.record);
    const { ask, post } = await startTestServer({
      publicUrl: "https://video.example/proxx",
      runtime: { environment: {}, home },
    });
    const opened = await post("/api/session", { apiKey: key.key }, { origin: "https://video.example" });
    expect(opened.headers.getSetCookie()[0]).toMatch(/^__Host-proxx-session=[\w-]{43}; Path=\/; .*; Secure$/);
    const [cookie = ""] = opened.headers.getSetCookie()[0]?.split(";") ?? [];
    expect((await ask("/api/execute", { headers: { cookie } })).status).toBe(200);
    // Which a page beside this host may set, so that somebody works in the session of another one.
    const plain = cookie.replace("__Host-", "");
    expect((await ask("/api/execute", { headers: { cookie: plain } })).status).toBe(401);
  });
});

it("tells news of executions to their tenant alone, after a reset, and a reset to whoever has missed too much", async () => {
  const home = temporaryFolder();
  const [mine, others] = [newKey("mine", "acme"), newKey("others", "globex")];
  await saveKeys(home, mine.record, others.record);
  const { ask, post } = await startTestServer({ runtime: { environment: { PATH: process.env["PATH"] }, home } });
  const authorization = (key: string) => ({ authorization: `Bearer ${key}` });
  const listen = async (key: string, heard: Record<string, string> = {}) => {
    const answer = await ask("/api/events", { headers: { ...authorization(key), ...heard } });
    const reader = (answer.body ?? new ReadableStream<Uint8Array>()).pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    return async (pattern: RegExp) => {
      for (;;) {
        const found = pattern.exec(text);
        if (found !== null) return found;
        text += (await reader.read()).value ?? "";
      }
    };
  };
  const told = await listen(mine.key);
  const [, first = ""] = await told(/id: (\d+)\nevent: reset\n/);
  await post("/api/execute", ANIMATIC, authorization(others.key));
  const own = await post("/api/execute", ANIMATIC, authorization(mine.key));
  const { executionId } = (await own.json()) as { executionId: string };
  const [, named] = await told(/event: execution\ndata: \{"id":"(\w+)"/);
  expect(named).toBe(executionId);
  await told(/"status":"completed"/);
  const again = await listen(mine.key, { "last-event-id": first });
  expect((await again(/event: (\w+)\n/))[1]).toBe("execution");
  const old = await listen(mine.key, { "last-event-id": "12" });
  expect((await old(/event: (\w+)\n/))[1]).toBe("reset");
});

it("shows what lies in a watch folder, with a picture of each clip, to the operator", async () => {
  const folder = temporaryFolder();
  for (const state of ["pending", "running", "completed", "failed"]) mkdirSync(join(folder, state));
  writeFileSync(join(folder, "pending", "later.json"), "{}");
  writeFileSync(join(folder, "pending", ".hidden.json"), "{}");
  const { status, clips } = await executeJobSpec(
    createJobSpec({
      sources: [everydayClip()],
      output_dir: temporaryFolder(),
      output_name_template: "x",
      codec: "h264",
      container: "mp4",
      fps_mode: "preserve_source",
      proxy_profile: "proxy_h264_low",
    }),
  ).then((result) => {
    writeFileSync(join(folder, "completed", "done.json"), "{}");
    writeFileSync(join(folder, "completed", "done.result.json"), JSON.stringify(result));
    return result;
  });
  expect([status, clips.length]).toEqual(["COMPLETED", 1]);
  const { ask } = await startTestServer({ watchFolders: [folder] });
  expect(await (await ask("/api/watch")).json()).toMatchObject({
    folders: [
      {
        path: folder,
        pending: { count: 1, specs: [{ name: "later.json", result: null }] },
        running: { count: 0, specs: [] },
        completed: { count: 1, specs: [{ name: "done.json", result: { status: "COMPLETED" } }] },
      },
    ],
  });
  const frame = (query: string) => ask(`/api/watch/frame?folder=0&state=completed&clip=0&${query}`);
  for (const of of ["source", "output"]) {
    const picture = await frame(`name=done.json&of=${of}`);
    expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
    expect(
      Buffer.from(await picture.arrayBuffer())
        .subarray(0, 3)
        .toString("hex"),
    ).toBe("ffd8ff");
  }
  expect((await frame("name=later.json&of=source")).status).toBe(404);
  expect((await frame("name=..%2Fdone.json&of=source")).status).toBe(400);
});
