import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { openRuntime } from "@proxx/runtime";
import { makeClip, QUICK_H264, temporaryFolder } from "@proxx/testing";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createApiKey } from "../src/index.ts";
import { problemOf, saveKeys, startTestServer } from "./test-server.ts";

const environment = { PATH: process.env["PATH"] };
const clip = () =>
  readFileSync(makeClip("upload.mp4", ["-f", "lavfi", "-i", "color=0x203040:s=320x180:r=25:d=1", ...QUICK_H264]));

interface Sent {
  id: string;
  url: string;
  sha256: string;
  size: number;
}

const reframe = (media: string) => ({
  jobs: [
    { id: "a", type: "media", params: { url: media } },
    { id: "b", type: "reframe", params: { aspectRatio: "1:1" }, dependsOn: ["a"] },
  ],
});

describe("a file that is sent", () => {
  it("is named in a plan by its address, and so is what was made of it", async () => {
    const { ask, begin, ended } = await startTestServer();
    const body = clip();
    const answer = await ask("/api/uploads?name=My%20clip.MP4", { method: "POST", body });
    expect(answer.status).toBe(201);
    const sent = (await answer.json()) as Sent;
    expect(sent).toMatchObject({ size: body.length, sha256: createHash("sha256").update(body).digest("hex") });
    expect(answer.headers.get("location")).toBe(sent.url);
    expect(await (await ask(new URL(sent.url).pathname)).json()).toEqual(sent);

    const made = await ended(await begin(reframe(sent.url)));
    expect(made.result).toMatchObject({ aspectRatio: "1:1", duration: 1 });
    const again = await ended(await begin(reframe(made.result?.url ?? "")));
    expect(again).toMatchObject({ status: "completed", result: { aspectRatio: "1:1" } });

    expect((await ask(new URL(sent.url).pathname, { method: "DELETE" })).status).toBe(204);
    const gone = await ask("/api/execute", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(reframe(sent.url)),
    });
    expect(await problemOf(gone)).toMatchObject({ issues: [{ path: "$.jobs[0].params.url", code: "source_missing" }] });
  });

  it("is read by whoever runs the plan, where that is not the server that has it, and so is what was made of it", async () => {
    const home = temporaryFolder();
    const door = await startTestServer({ runtime: { environment, home, sharing: { onlyAdmits: true } } });
    const answer = await door.ask("/api/uploads?name=clip.mp4", { method: "POST", body: clip() });
    const { url } = (await answer.json()) as Sent;
    const waiting = await door.begin(reframe(url));
    await startTestServer({ runtime: { environment, home } });
    const made = await door.ended(waiting);
    expect(made).toMatchObject({ status: "completed", result: { aspectRatio: "1:1" } });
    const again = await door.ended(await door.begin(reframe(made.result?.url ?? "")));
    expect(again).toMatchObject({ status: "completed", result: { aspectRatio: "1:1" } });
  });

  it("leaves nothing where it is too large, empty, or breaks off", async () => {
    const home = temporaryFolder();
    const { ask, url } = await startTestServer({ runtime: { environment, home }, maxUploadBytes: 1000 });
    const large = new Response("x".repeat(5000)).body;
    const answer = await ask("/api/uploads", { method: "POST", body: large, duplex: "half" });
    expect([answer.status, (await problemOf(answer))["code"]]).toEqual([413, "upload_too_large"]);
    expect((await ask("/api/uploads", { method: "POST" })).status).toBe(400);
    await new Promise<void>((resolve) => {
      const broken = request(`${url}/api/uploads`, { method: "POST", headers: { "content-length": "900" } });
      broken.once("error", () => resolve());
      broken.write("half", () => setImmediate(() => broken.destroy(new Error("gone"))));
    });
    const folder = join(home, "uploads");
    await vi.waitFor(() => expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]));
  });

  it.each(["../../etc/passwd", "a/b.mp4", "a\\b.mp4", "a\u0000b"])("is not called %j", async (name) => {
    const { ask } = await startTestServer();
    const answer = await ask(`/api/uploads?name=${encodeURIComponent(name)}`, { method: "POST", body: "x" });
    expect(answer.status).toBe(400);
  });

  it("is known to any server of the folder, and after a restart", async () => {
    const runtime = { environment, home: temporaryFolder() };
    const [one, two] = [await startTestServer({ runtime }), await startTestServer({ runtime })];
    const answer = await one.ask("/api/uploads?name=clip.mp4", { method: "POST", body: clip() });
    const { id } = (await answer.json()) as Sent;
    expect((await two.ask(`/api/uploads/${id}`)).status).toBe(200);
    await one.close();
    await two.close();
    const after = await startTestServer({ runtime });
    expect((await after.ask(`/api/uploads/${id}`, { method: "DELETE" })).status).toBe(204);
    expect((await after.ask(`/api/uploads/${id}`)).status).toBe(404);
  });

  it("is another tenant's for nobody else, by whichever route", async () => {
    const home = temporaryFolder();
    const keyOf = async (tenant: string) => {
      const { key, record } = createApiKey({ name: "", tenant, createdAt: new Date().toISOString(), expiresAt: null });
      await saveKeys(home, record);
      return { authorization: `Bearer ${key}` };
    };
    const [acme, other] = [await keyOf("acme"), await keyOf("other")];
    const { ask, post } = await startTestServer({ runtime: { environment, home } });
    const answer = await ask("/api/uploads", { method: "POST", body: clip(), headers: acme });
    const { url, id } = (await answer.json()) as Sent;
    for (const method of ["GET", "DELETE"]) {
      const [theirs, never] = await Promise.all(
        [id, `upl_${"0".repeat(32)}`].map((one) => ask(`/api/uploads/${one}`, { method, headers: other })),
      );
      expect([theirs?.status, never?.status]).toEqual([404, 404]);
    }
    for (const named of [url, ` ${url}`, url.replace("127.0.0.1", "localhost"), url.replace("http:", "HTTP:")]) {
      const refused = await post("/api/execute", reframe(named), other);
      expect([named, refused.status]).toEqual([named, 400]);
    }
    expect((await post("/api/execute", reframe(url), acme)).status).toBe(202);
  });
});

it("sends what a program on the same folder hands on as it is, which is in no store", async () => {
  const source = makeClip("handed-on.mp4", ["-f", "lavfi", "-i", "color=0x302040:s=320x180:r=25:d=1", ...QUICK_H264]);
  const home = temporaryFolder();
  const { ask } = await startTestServer({ runtime: { environment, home } });
  const program = openRuntime({ environment, home });
  onTestFinished(() => program.close());
  const jobs = [{ id: "a", type: "media", params: { url: source } }];
  const { status, result } = await (await program.engine.start({ jobs, outputs: { film: "$a" } })).finished;
  expect(status).toBe("completed");
  const answer = await ask(`/api/artifacts/${result?.sha256}`);
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(readFileSync(source));
});
