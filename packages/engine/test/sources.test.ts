import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createNetwork } from "@proxx/network";
import {
  encryptedMatroska,
  makeClip,
  scrambledTransport,
  temporaryFolder,
  testPicture,
  testTone,
  TITLE_TO_ENCRYPT,
} from "@proxx/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { createMemoryLedger } from "../src/index.ts";
import { createProbe } from "../src/sources/probe-file.ts";
import { createFileArtifactStore } from "../src/store/file-artifact-store.ts";
import { createGate, createWorld, job, resultText, standing, storedTexts, type World } from "./world.ts";

interface Server {
  url: string;
  requests: { url: string; headers: IncomingMessage["headers"]; status: number }[];
}

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const requests: Server["requests"] = [];
  const server = createServer((request, response) => {
    response.on("finish", () => {
      requests.push({ url: request.url ?? "", headers: request.headers, status: response.statusCode });
    });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

function createWorldWithNetwork(options: Parameters<typeof createWorld>[0] = {}): World {
  const network = createNetwork({ allowPrivate: true });
  onTestFinished(() => network.close());
  return createWorld({ fetchSource: (...request) => network.fetchToFile(...request), ...options });
}

/** Two machines: what they share is where executions and artifacts are kept. */
function createMachines(options: Parameters<typeof createWorld>[0] = {}): [World, World] {
  const folder = temporaryFolder();
  const probe = createProbe();
  const shared = {
    ledger: createMemoryLedger(),
    store: createFileArtifactStore({ folder: join(folder, "artifacts"), probe }),
    sharesJobs: true,
    ...options,
  };
  return [createWorldWithNetwork(shared), createWorldWithNetwork(shared)];
}

const transcode = (video: string) => [job("t", "transcode", { video })];

describe("a source by URL", () => {
  test("is asked for again with what was said of it, and comes once", async () => {
    let text = "holiday";
    const server = await serve((request, response) => {
      const etag = `"${createHash("sha256").update(text).digest("hex")}"`;
      response.setHeader("etag", etag);
      response.statusCode = request.headers["if-none-match"] === etag ? 304 : 200;
      response.end(response.statusCode === 200 ? text : undefined);
    });
    const world = createWorldWithNetwork();
    const url = `${server.url}/a.mp4`;
    expect(resultText(await world.run(transcode(url)))).toBe("transcode(holiday)");
    expect(standing(await world.run(transcode(url)))).toEqual({ t: "completed reused" });
    expect(server.requests.map(({ status }) => status)).toEqual([200, 304]);
    expect(world.probed).toHaveLength(1);
    expect(storedTexts(world.home)).toEqual(["holiday", "transcode(holiday)"]);
    text = "another";
    expect(resultText(await world.run(transcode(url)))).toBe("transcode(another)");
    expect(server.requests.at(-1)?.status).toBe(200);
  });

  test("is asked for by its time where there is no tag, and whole where its file is lost", async () => {
    const server = await serve((request, response) => {
      const time = "Wed, 21 Oct 2015 07:28:00 GMT";
      response.setHeader("last-modified", time);
      response.statusCode = request.headers["if-modified-since"] === time ? 304 : 200;
      response.end(response.statusCode === 200 ? "holiday" : undefined);
    });
    const world = createWorldWithNetwork();
    await world.run(transcode(`${server.url}/a.mp4`));
    await world.run(transcode(`${server.url}/a.mp4`));
    rmSync(join(world.home, "artifacts"), { recursive: true });
    expect(resultText(await world.run(transcode(`${server.url}/a.mp4`)))).toBe("transcode(holiday)");
    expect(server.requests.map(({ status }) => status)).toEqual([200, 304, 200]);
  });

  test("is asked for with what another machine was told of it, and a tenant with what he was told himself", async () => {
    const server = await serve((request, response) => {
      response.setHeader("etag", '"a"');
      response.statusCode = request.headers["if-none-match"] === '"a"' ? 304 : 200;
      response.end(response.statusCode === 200 ? "holiday" : undefined);
    });
    const [one, two] = createMachines();
    const plan = transcode(`${server.url}/a.mp4`);
    await one.run(plan);
    expect((await two.run(plan)).status).toBe("completed");
    await two.run(plan, { tenant: "other" });
    expect(server.requests.map(({ status }) => status)).toEqual([200, 304, 200]);
  });

  test("is fetched once, however often it stands in the plan", async () => {
    const server = await serve((_request, response) => response.end("holiday"));
    const world = createWorldWithNetwork();
    const items = Array.from({ length: 10 }, () => `${server.url}/a.mp4`);
    const execution = await world.run([job("m", "merge", { items }), ...transcode(`${server.url}/a.mp4`)]);
    expect(execution.status).toBe("completed");
    expect(server.requests).toHaveLength(1);
  });

  test("that is not there names the place in the plan", async () => {
    const server = await serve((_request, response) => {
      response.statusCode = 404;
      response.end();
    });
    const world = createWorldWithNetwork();
    writeFileSync(join(world.folder, "a.mp4"), "holiday");
    const execution = await world.run([
      job("a", "transcode", { video: `${server.url}/a.mp4?token=secret` }),
      job("m", "merge", { items: ["a.mp4", { media: `${server.url}/b.mp4` }] }),
    ]);
    expect(standing(execution)).toEqual({ a: "failed", m: "failed" });
    const [a, m] = execution.jobs;
    expect(a?.error?.message).toMatch(/^\$\.jobs\[0\]\.params\.video: /);
    expect(m?.error?.message).toMatch(/^\$\.jobs\[1\]\.params\.items\[1\]\.media: /);
    expect(JSON.stringify(execution)).not.toContain("secret");
    expect(a?.error?.code).toBe("source_missing");
  });

  test("has a limit of size and one of time", async () => {
    const server = await serve((request, response) => {
      if (request.url === "/large.mp4") response.end("x".repeat(5000));
    });
    const world = createWorldWithNetwork({ maxSourceBytes: 1000, sourceTimeoutMs: 300 });
    const errors = ["large", "slow"].map(
      async (name) => (await world.run(transcode(`${server.url}/${name}.mp4`))).error?.code,
    );
    expect(await Promise.all(errors)).toEqual(["source_too_large", "source_unreachable"]);
    expect(() => storedTexts(world.home)).toThrow("ENOENT");
  });

  test("stops coming when the execution is cancelled", async () => {
    const asked = createGate();
    const server = await serve(() => asked.open());
    const world = createWorldWithNetwork();
    const running = await world.start(transcode(`${server.url}/a.mp4`));
    await asked.promise;
    expect(await running.cancel()).toMatchObject({ status: "cancelled" });
  });
});

describe("a file", () => {
  test("that is not there is missed before anything runs", async () => {
    const world = createWorld();
    const plan = [job("g", "generate", { prompt: "paid for" }), job("m", "merge", { items: ["$g", "gone.mp4"] })];
    await expect(world.start(plan)).rejects.toMatchObject({
      issues: [{ path: "$.jobs[1].params.items[1]", code: "source_missing" }],
    });
    expect(world.runs).toEqual([]);
  });

  test("that another machine knows by its bytes is not looked at again, but for another tenant", async () => {
    const [one, two] = createMachines();
    for (const { folder } of [one, two]) writeFileSync(join(folder, "a.mp4"), "holiday");
    await one.run(transcode("a.mp4"));
    expect(resultText(await two.run(transcode("a.mp4")))).toBe("transcode(holiday)");
    expect([one.probed.length, two.probed.length]).toEqual([1, 0]);
    await two.run(transcode("a.mp4"), { tenant: "other" });
    expect(two.probed).toHaveLength(1);
  });

  test("of text is no film, and sound is no picture", async () => {
    const world = createWorld();
    writeFileSync(join(world.folder, "a.txt"), "text");
    writeFileSync(join(world.folder, "a.wav"), "sound");
    writeFileSync(join(world.folder, "empty.mp4"), "");
    const errorOf = async (path: string) => (await world.run(transcode(path))).error;
    expect(await errorOf("a.txt")).toMatchObject({
      code: "input_unusable",
      jobId: "t",
      message: expect.stringMatching(/^\$\.jobs\[0\]\.params\.video: .*a\.txt is not media/),
    });
    expect(await errorOf("a.wav")).toMatchObject({
      code: "input_unusable",
      message: expect.stringContaining("not audio"),
    });
    expect(await errorOf("empty.mp4")).toMatchObject({
      code: "input_unusable",
      message: expect.stringContaining("empty"),
    });
    await expect(errorOf(".")).rejects.toMatchObject({ issues: [{ code: "source_missing" }] });
  });

  test("of subtitles is taken as it is, up to a size", async () => {
    const world = createWorld();
    writeFileSync(join(world.folder, "a.mp4"), "holiday");
    writeFileSync(join(world.folder, "a.vtt"), "WEBVTT\n\n00:00.000 --> 00:01.000\nhello\n");
    writeFileSync(join(world.folder, "large.srt"), Buffer.alloc(6_000_000, "a"));
    const captions = (file: string) => [job("c", "captions", { video: "a.mp4", file })];
    expect(resultText(await world.run(captions("a.vtt")))).toContain("hello");
    expect((await world.run(captions("large.srt"))).error).toMatchObject({ code: "source_too_large", jobId: "c" });
    expect(world.probed).toEqual([join(world.folder, "a.mp4")]);
  });

  test("that changes while a job reads it fails that job", async () => {
    const world = createWorld();
    const path = join(world.folder, "a.mp4");
    writeFileSync(path, "holiday");
    world.behaviours.set("t", () => writeFileSync(path, "another"));
    expect(await world.run(transcode("a.mp4"))).toMatchObject({
      status: "failed",
      error: { code: "source_changed", jobId: "t" },
    });
    world.behaviours.clear();
    expect(resultText(await world.run(transcode("a.mp4")))).toBe("transcode(another)");
  });

  test("that was handed on and changes afterwards fails whoever reads it then", async () => {
    const world = createWorld();
    const path = join(world.folder, "a.mp4");
    writeFileSync(path, "holiday");
    world.behaviours.set("t", () => writeFileSync(path, "another"));
    const execution = await world.run([job("m", "media", { url: "a.mp4" }), job("t", "transcode", {}, ["m"])]);
    expect(execution.error).toMatchObject({ code: "source_changed", jobId: "t" });
  });

  test("is never written to", async () => {
    const world = createWorld();
    const path = join(world.folder, "a.mp4");
    writeFileSync(path, "holiday");
    await world.run([job("m", "media", { url: "a.mp4" }), job("t", "transcode", {}, ["m"])]);
    expect(readFileSync(path, "utf8")).toBe("holiday");
  });
});

describe("a source that is encrypted is called so", () => {
  const clip = (name: string, ...args: string[]) =>
    makeClip(name, [
      ...[...testPicture({ size: "64x36", seconds: 0.4 }), ...testTone({ seconds: 0.4 }), "-pix_fmt", "yuv420p"],
      ...args,
    ]);
  const errorOf = async (url: string) => {
    const world = createWorld({ probe: createProbe() });
    return (await world.run([job("media", "media", { url })])).error;
  };
  const encrypted = (name: string) => ({
    code: "input_unusable",
    message: expect.stringMatching(`The picture of .*${name} is encrypted\\.$`),
    hint: expect.stringContaining("without its key"),
  });

  test("MP4", async () => {
    const key = "76a6c65c5ea762046bd749a2e632ccbb";
    const scheme = ["-encryption_scheme", "cenc-aes-ctr", "-encryption_key", key, "-encryption_kid", key];
    expect(await errorOf(clip("encrypted.mp4", ...scheme))).toMatchObject(encrypted("encrypted.mp4"));
  });

  test("Matroska", async () => {
    const source = clip("to-encrypt.mkv", "-metadata:s:v", `title=${TITLE_TO_ENCRYPT}`);
    const path = encryptedMatroska(source, join(temporaryFolder(), "encrypted.mkv"));
    expect(await errorOf(path)).toMatchObject(encrypted("encrypted.mkv"));
  });

  test("a scrambled transport stream", async () => {
    const source = clip("to-scramble.ts", "-c:v", "mpeg2video", "-c:a", "mp2");
    const path = scrambledTransport(source, join(temporaryFolder(), "scrambled.ts"));
    expect(await errorOf(path)).toMatchObject(encrypted("scrambled.ts"));
  });
});

test("real files are what they are, whatever they are called", async () => {
  const world = createWorld({ probe: createProbe() });
  const still = (name: string, ...args: string[]) =>
    makeClip(name, [...testPicture({ size: "64x36" }), "-frames:v", "1", ...args]);
  const files = {
    png: still("still.png"),
    jpg: still("still.jpg"),
    webp: still("still.webp"),
    gif: still("still.gif"),
    mp4: makeClip("engine.mp4", [...testPicture({ size: "64x36", seconds: 1 }), "-pix_fmt", "yuv420p"]),
    wav: makeClip("engine.wav", [...testTone({ seconds: 1 })]),
  };
  const execution = await world.run(Object.entries(files).map(([id, url]) => job(id, "media", { url })));
  expect(execution.error).toBeNull();
  const seen = execution.jobs.map(({ outputs: [artifact] }) => ({
    kind: artifact?.kind,
    mediaType: artifact?.mediaType,
    width: artifact?.width,
    ratio: artifact?.aspectRatio,
    duration: artifact?.duration,
    hasAudio: artifact?.hasAudio,
  }));
  const picture = { kind: "image", width: 64, ratio: "16:9", duration: null, hasAudio: false };
  expect(seen).toEqual([
    ...["image/png", "image/jpeg", "image/webp", "image/gif"].map((mediaType) => ({ ...picture, mediaType })),
    { kind: "video", mediaType: "video/mp4", width: 64, ratio: "16:9", duration: 1, hasAudio: false },
    { kind: "audio", mediaType: "audio/wav", width: null, ratio: null, duration: 1, hasAudio: true },
  ]);
  // A playlist that names another file is no media, whatever its own name says.
  writeFileSync(join(world.folder, "list.mp4"), `#EXTM3U\n#EXTINF:1,\n${files.mp4}\n#EXT-X-ENDLIST\n`);
  const refused = await world.run([job("m", "media", { url: "list.mp4" })]);
  expect(refused.error).toMatchObject({ code: "input_unusable" });
});
