import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { runTool } from "@proxx/media";
import { createNetwork } from "@proxx/network";
import { createRandom, temporaryFolder } from "@proxx/testing";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { addVoice, type AddProgress, type AddVoiceOptions } from "../src/neural/add-voice.ts";
import { defaultVoice, installedVoices } from "../src/neural/installed-voices.ts";
import { NEURAL_VOICES, type NeuralVoice } from "../src/neural/neural-voices.ts";
import { packArchive, ROOT, VOICE_ENTRIES, voiceOf } from "./pack-archive.ts";

const random = createRandom(7);
/** So large that it does not come in one piece. */
const weights = Buffer.from(Array.from({ length: 600_000 }, () => Math.floor(random() * 256)));
const archive = await packArchive([...VOICE_ENTRIES, { name: `${ROOT}/weights`, content: weights }]);
const voice = voiceOf(archive);
const signal = new AbortController().signal;

/** Stands where upstream's release is, with a redirect as there. */
async function startRelease(onRequest: RequestListener) {
  const requests: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    if (request.url === "/release") return response.writeHead(302, { location: "/store" }).end();
    requests.push(request.headers.range);
    onRequest(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => void server.close(() => resolve()));
  });
  return { from: `http://127.0.0.1:${(server.address() as AddressInfo).port}/release`, requests };
}

const serve =
  (bytes: Buffer): RequestListener =>
  (request, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    const range = start === 0 ? {} : { "content-range": `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
    response.writeHead(start === 0 ? 200 : 206, { "content-length": bytes.length - start, ...range });
    response.end(bytes.subarray(start));
  };

function options(about: Partial<AddVoiceOptions> & { folder: string }): AddVoiceOptions {
  const network = createNetwork({ allowPrivate: true });
  onTestFinished(() => network.close());
  return { network, signal, ...about };
}

const installed = (folder: string, known: NeuralVoice[] = [voice]) => installedVoices({ folder, known });

describe("a voice that is added", () => {
  test("lies in its folder, whole, with nothing beside it, and is not fetched again", async () => {
    const { from, requests } = await startRelease(serve(archive));
    const folder = join(temporaryFolder(), "voices");
    const seen: AddProgress[] = [];
    const onProgress = (progress: AddProgress) => void seen.push(progress);
    const added = await addVoice(voice, options({ folder, from, onProgress }));
    expect(added).toMatchObject({ voice, isNew: true, folder: join(folder, "piper-test") });
    expect(readFileSync(join(added.folder, "weights"))).toEqual(weights);
    expect(readdirSync(folder)).toEqual(["piper-test"]);
    expect(seen.map(({ step }) => step)).toEqual(expect.arrayContaining(["fetching", "unpacking"]));
    for (const step of ["fetching", "unpacking"]) {
      const last = seen.findLast((progress) => progress.step === step);
      expect(last).toMatchObject({ bytes: archive.length, totalBytes: archive.length });
    }
    expect(await addVoice(voice, options({ folder, from }))).toMatchObject({ isNew: false });
    expect(requests).toHaveLength(1);
  });

  test("goes on where the connection broke", async () => {
    const cut = Promise.withResolvers<ServerResponse>();
    let breaks = true;
    const { from, requests } = await startRelease((request, response) => {
      if (!breaks) return serve(archive)(request, response);
      response.writeHead(200, { "content-length": archive.length }).write(archive.subarray(0, 300_000));
      cut.resolve(response);
    });
    const folder = temporaryFolder();
    const partial = join(folder, `${voice.archive}.partial`);
    const broken = addVoice(voice, options({ folder, from }));
    onTestFinished(() => broken.then(() => {}).catch(() => {}));
    const answer = await cut.promise;
    await vi.waitFor(() => expect(statSync(partial).size).toBeGreaterThan(0));
    answer.destroy();
    await expect(broken).rejects.toMatchObject({
      code: "source_unreachable",
      hint: expect.stringContaining("--from") as string,
    });
    expect(installed(folder)).toEqual([]);
    const left = statSync(partial).size;
    breaks = false;
    await addVoice(voice, options({ folder, from }));
    expect(requests).toEqual([undefined, `bytes=${left}-`]);
    expect(readdirSync(folder)).toEqual(["piper-test"]);
  });

  test("goes on after it was stopped, also while it was unpacked", async () => {
    const { from, requests } = await startRelease(serve(archive));
    const folder = temporaryFolder();
    const stop = new AbortController();
    const onProgress = ({ step }: AddProgress) => step === "unpacking" && stop.abort();
    const stopped = addVoice(voice, options({ folder, from, onProgress, signal: stop.signal }));
    await expect(stopped).rejects.toMatchObject({ code: "aborted" });
    expect(installed(folder)).toEqual([]);
    expect(readdirSync(folder)).toEqual([`${voice.archive}.partial`]);
    await addVoice(voice, options({ folder, from }));
    expect(requests).toHaveLength(1);
  });

  test("is fetched again where that is asked for, and stays until the other one is whole", async () => {
    const { from, requests } = await startRelease(serve(archive));
    const folder = temporaryFolder();
    const { folder: place } = await addVoice(voice, options({ folder, from }));
    writeFileSync(join(place, "weights"), "spoilt");
    await expect(addVoice(voice, options({ folder, from: "http://127.0.0.1:1/", again: true }))).rejects.toThrow();
    expect(installed(folder)).toHaveLength(1);
    expect(await addVoice(voice, options({ folder, from, again: true }))).toMatchObject({ isNew: true });
    expect(readFileSync(join(place, "weights"))).toEqual(weights);
    expect(requests.length).toBeGreaterThan(1);
  });

  test("is whole where two add it at once, and what a killed one was unpacking goes", async () => {
    const folder = temporaryFolder();
    const from = join(temporaryFolder(), "brought.tar.bz2");
    writeFileSync(from, archive);
    const leftover = join(folder, "piper-test.unpacking-killed");
    mkdirSync(leftover);
    utimesSync(leftover, 0, 0);
    const both = await Promise.allSettled([1, 2].map(() => addVoice(voice, options({ folder, from }))));
    expect(both.map(({ status }) => status)).toContain("fulfilled");
    expect(readFileSync(join(folder, "piper-test", "weights"))).toEqual(weights);
    expect(readdirSync(folder)).toEqual(["piper-test"]);
  });

  test("comes out of a file, without a network, which stays", async () => {
    const folder = temporaryFolder();
    const from = join(temporaryFolder(), "brought.tar.bz2");
    writeFileSync(from, archive);
    const network = { fetchToFile: () => Promise.reject(new Error("There is no network.")) };
    await addVoice(voice, options({ folder, from, network }));
    expect(installed(folder)).toHaveLength(1);
    expect(readFileSync(from)).toEqual(archive);
    await expect(addVoice(voiceOf(Buffer.from("x")), options({ folder, from, network }))).rejects.toMatchObject({
      code: "source_changed",
    });
    await expect(
      addVoice({ ...voice, name: "piper:b" }, options({ folder, from: `${from}x`, network })),
    ).rejects.toMatchObject({ code: "source_missing" });
  });
});

describe("leaves no voice, and nothing to go on with,", () => {
  const other = Buffer.from(archive);
  other[1000] = (other[1000] ?? 0) ^ 1;

  test.each([
    ["where a byte is another one", other, "source_changed"],
    ["where it is shorter", archive.subarray(0, -1), "source_changed"],
    ["where it is longer", Buffer.concat([archive, Buffer.from("x")]), "source_too_large"],
    ["where it is a page", Buffer.from("<html>Please sign in</html>"), "source_changed"],
  ])("%s", async (_what, bytes, code) => {
    const { from } = await startRelease(serve(bytes));
    const folder = temporaryFolder();
    await expect(addVoice(voice, options({ folder, from }))).rejects.toMatchObject({ code });
    expect(readdirSync(folder)).toEqual([]);
  });

  test("where what had come belongs to another file", async () => {
    const { from } = await startRelease(serve(archive));
    const folder = temporaryFolder();
    writeFileSync(join(folder, `${voice.archive}.partial`), other.subarray(0, 5000));
    await expect(addVoice(voice, options({ folder, from }))).rejects.toMatchObject({ code: "source_changed" });
    await addVoice(voice, options({ folder, from }));
    expect(installed(folder)).toHaveLength(1);
  });

  test.each([
    [
      "a name leads out of its folder",
      [...VOICE_ENTRIES, { name: `${ROOT}/../../escaped`, content: "x" }],
      /does not lie/,
    ],
    ["a file is missing", VOICE_ENTRIES.slice(0, 2), /no `tokens.txt`/],
    ["it grows beyond all measure", [...VOICE_ENTRIES, { name: `${ROOT}/a`, content: Buffer.alloc(2e7) }], /more than/],
  ])("where %s", async (_what, entries, says) => {
    const bytes = await packArchive(entries);
    const { from } = await startRelease(serve(bytes));
    const outside = temporaryFolder();
    const folder = join(outside, "voices");
    const failing = addVoice(voiceOf(bytes), options({ folder, from }));
    await expect(failing).rejects.toMatchObject({
      code: "source_damaged",
      message: expect.stringMatching(says) as string,
    });
    expect(installed(folder, [voiceOf(bytes)])).toEqual([]);
    expect(readdirSync(outside)).toEqual(["voices"]);
  });

  test("where the server answers nothing but errors", async () => {
    const { from } = await startRelease((_request, response) => response.writeHead(404).end());
    const folder = temporaryFolder();
    await expect(addVoice(voice, options({ folder, from }))).rejects.toMatchObject({ code: "source_missing" });
    expect(readdirSync(folder)).toEqual([]);
  });

  test("where the folder is a file", async () => {
    const folder = join(temporaryFolder(), "voices");
    writeFileSync(folder, "");
    await expect(addVoice(voice, options({ folder, from: "http://127.0.0.1:1/" }))).rejects.toMatchObject({
      code: "folder_unusable",
    });
  });
});

test.runIf(process.getuid?.() === 0).each([
  ["fetched", "500k"],
  ["unpacked", "900k"],
])("says that the disk is full while it is %s, and goes on when there is room", async (_when, size) => {
  const { from } = await startRelease(serve(archive));
  const folder = join(temporaryFolder(), "disk");
  mkdirSync(folder);
  const mount = (option: string) => runTool({ command: "mount", args: ["-t", "tmpfs", "-o", option, "tmpfs", folder] });
  expect(await mount(`size=${size}`)).toMatchObject({ exitCode: 0 });
  onTestFinished(async () => void (await runTool({ command: "umount", args: ["-l", folder] })));
  await expect(addVoice(voice, options({ folder, from }))).rejects.toMatchObject({ code: "disk_full" });
  expect(installed(folder)).toEqual([]);
  expect(await mount("remount,size=50m")).toMatchObject({ exitCode: 0 });
  await addVoice(voice, options({ folder, from }));
  expect(installed(folder)).toHaveLength(1);
});

test("takes the last voice that was added for a language, and one of the same country before it", async () => {
  const folder = temporaryFolder();
  const from = join(folder, "brought.tar.bz2");
  writeFileSync(from, archive);
  const known = [
    { ...voice, name: "piper:a", language: "en-US" },
    { ...voice, name: "piper:b", language: "en-GB" },
    { ...voice, name: "piper:c", language: "de-DE" },
  ];
  let now = 0;
  vi.spyOn(Date, "now").mockImplementation(() => (now += 1));
  onTestFinished(() => void vi.restoreAllMocks());
  for (const added of known) await addVoice(added, options({ folder, from }));
  const all = installed(folder, known);
  expect(all.map(({ voice: { name } }) => name)).toEqual(["piper:c", "piper:b", "piper:a"]);
  expect(["en", "en-US", "en-AU", "de", "ja"].map((tag) => defaultVoice(all, tag)?.voice.name)).toEqual([
    ...["piper:b", "piper:a", "piper:b", "piper:c", undefined],
  ]);
  // Another archive of that name is another voice.
  expect(installed(folder, [{ ...voice, name: "piper:a", sha256: "0".repeat(64) }])).toEqual([]);
});

test("knows voices by their names alone, each with all that is pinned", () => {
  expect(new Set(NEURAL_VOICES.map(({ name }) => name)).size).toBe(NEURAL_VOICES.length);
  expect(new Set(NEURAL_VOICES.map(({ sha256 }) => sha256)).size).toBe(NEURAL_VOICES.length);
  for (const { name, engine, sha256, bytes, licence, licenceUrl, archive: file } of NEURAL_VOICES) {
    expect(name).toMatch(new RegExp(`^${engine}:[a-z]+$`));
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(bytes).toBeGreaterThan(60_000_000);
    expect(licence).not.toBe("");
    expect(licenceUrl).toMatch(/^https:/);
    expect(file).toMatch(/\.tar\.bz2$/);
  }
});
