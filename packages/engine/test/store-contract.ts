import { createHash } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StoredArtifact } from "@proxx/contract";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import type { ArtifactStore, IncomingFile, ReuseIndex, ReuseRecord } from "../src/index.ts";

/** What the engine relies on, of any store. `damage` writes other bytes over those of a file, where their truth is. */
export interface StoreUnderTest {
  store: ArtifactStore;
  reuse: ReuseIndex;
  damage: (stored: StoredArtifact, bytes: string) => Promise<void>;
}

export function storeContract(createStore: () => StoreUnderTest | Promise<StoreUnderTest>): void {
  test("takes a file in by its hash, and gives it back as what it was said to be", async () => {
    const { store } = await createStore();
    const file = incoming("a film", { mediaType: "video/mp4", name: "a.MP4" });
    const stored = await store.put(file);
    const sha256 = sha256Of("a film");
    expect(stored.artifact).toMatchObject({ kind: "video", mediaType: "video/mp4", sha256, size: 6, duration: 1 });
    expect(readFileSync(stored.path, "utf8")).toBe("a film");
    expect(stored.path).toMatch(/\.mp4$/);
    expect(statSync(file.path, { throwIfNoEntry: false })).toBeUndefined();
    for (const verify of [false, true]) {
      expect(await store.find(sha256, { verify })).toEqual({ state: "intact", stored });
    }
    expect(await store.find(sha256Of("another"))).toEqual({ state: "gone" });
  });

  test("keeps one file for equal bytes, and tells each who brings them what he said they are", async () => {
    const { store } = await createStore();
    const first = await store.put(incoming("same"));
    const again = await store.put(incoming("same", { kind: "image", mediaType: "image/png" }));
    expect(again.path).toBe(first.path);
    expect(again.artifact).toMatchObject({ kind: "image", mediaType: "image/png", sha256: first.artifact.sha256 });
    const together = await Promise.all(Array.from({ length: 8 }, () => store.put(incoming("at once"))));
    expect(new Set(together.map(({ path }) => path)).size).toBe(1);
  });

  test("measures a film that was there as something else, of which nothing was known", async () => {
    const { store } = await createStore();
    const { facts = null } = incoming("a part");
    const unknown = { width: null, height: null, duration: null, fps: null, hasAudio: null };
    const part = { kind: "document", mediaType: "application/octet-stream" } as const;
    await store.put(incoming("a part", { ...part, facts: unknown }));
    const film = await store.put(incoming("a part"));
    expect(film.artifact).toMatchObject({ kind: "video", mediaType: "video/mp4", duration: facts?.duration });
    expect((await store.put(incoming("a part", part))).artifact).toMatchObject(part);
  });

  test("takes a file in whose hash is known already", async () => {
    const { store } = await createStore();
    const stored = await store.put({ ...incoming("known"), sha256: sha256Of("known") });
    expect(stored.artifact.sha256).toBe(sha256Of("known"));
    expect(await store.find(sha256Of("known"))).toEqual({ state: "intact", stored });
  });

  test("says of other bytes that they are not what they were, and takes the right ones again", async () => {
    for (const bytes of ["a filn", "a fil", "a film and more"]) {
      const { store, damage } = await createStore();
      const stored = await store.put(incoming("a film"));
      await damage(stored, bytes);
      expect(await store.find(stored.artifact.sha256, { verify: true })).toEqual({ state: "altered" });
      await store.put(incoming("a film"));
      const found = await store.find(stored.artifact.sha256, { verify: true });
      expect(found.state).toBe("intact");
      expect(readFileSync(stored.path, "utf8")).toBe("a film");
    }
  });

  test("opens a file to be sent, whole or in part", async () => {
    const { store } = await createStore();
    const { artifact } = await store.put(incoming("0123456789"));
    const file = await store.open(artifact.sha256);
    expect(file?.size).toBe(10);
    expect(await textOf(file?.read(0, 9))).toBe("0123456789");
    expect(await textOf(file?.read(3, 5))).toBe("345");
    expect(await store.open(sha256Of("nothing"))).toBeNull();
  });

  test("holds what a job reads, and leaves files that lie elsewhere where they are", async () => {
    const { store } = await createStore();
    const stored = await store.put(incoming("input"));
    const path = join(temporaryFolder(), "source.mp4");
    writeFileSync(path, "source");
    const source: StoredArtifact = { artifact: { ...stored.artifact, sha256: sha256Of("source") }, path };
    const held = await store.hold([source, stored]);
    expect(held.files).toEqual([source, stored]);
    held.release();
  });

  test("notes what was made of what, each operation for itself", async () => {
    const { reuse } = await createStore();
    expect(await reuse.read("generate", "k1")).toBeNull();
    expect(await reuse.latest("generate")).toEqual([]);
    await reuse.write("k1", recordOf("generate", "one"));
    await reuse.write("k2", recordOf("generate", "two"));
    await reuse.write("k1", recordOf("merge", "three"));
    expect(await reuse.read("generate", "k1")).toEqual(recordOf("generate", "one"));
    expect((await reuse.latest("generate")).map(({ jobId }) => jobId).toSorted()).toEqual(["one", "two"]);
  });

  test("compares what is made with the latest of its operation, however many there are", async () => {
    const { reuse } = await createStore();
    await reuse.write("k0", recordOf("generate", "the first"));
    expect(await reuse.latest("generate")).toHaveLength(1);
    for (let index = 1; index < 120; index++) await reuse.write(`k${index}`, recordOf("generate", `job ${index}`));
    await reuse.write("k119", recordOf("generate", "the last, once more"));
    const latest = await reuse.latest("generate");
    expect(latest).toHaveLength(50);
    expect(latest[0]).toMatchObject({ jobId: "the last, once more" });
    expect(latest.map(({ jobId }) => jobId)).not.toContain("the first");
  });
}

/** A file that is finished, with what is known of it. */
export function incoming(bytes: string | Buffer, about: Partial<IncomingFile> & { name?: string } = {}): IncomingFile {
  const { name = "made.mp4", ...rest } = about;
  const path = join(temporaryFolder(), name);
  writeFileSync(path, bytes);
  const facts = { width: 320, height: 180, duration: 1, fps: 25, hasAudio: false };
  return { path, kind: "video", mediaType: "video/mp4", facts, ...rest };
}

export function sha256Of(bytes: string | Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export async function textOf(body: Promise<ReadableStream<Uint8Array>> | undefined): Promise<string> {
  return new Response(await body).text();
}

function recordOf(type: string, jobId: string): ReuseRecord {
  return {
    ingredients: { type, version: 1, params: {}, inputs: {}, provider: null, build: {} },
    jobId,
    deferred: false,
    outputs: [],
    transcript: null,
    degradations: [],
    madeAt: "2026-01-01T00:00:00.000Z",
  };
}
