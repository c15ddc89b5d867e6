import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { createRandom } from "@proxx/testing/create-random";
import { temporaryFolder } from "@proxx/testing";
import { expect, it } from "vitest";
import { createFileArtifactStore, sweepFiles, type ArtifactStore, type KeptFile, type Sweep } from "../src/index.ts";

const LONG_AGO = new Date("2026-01-01T00:00:00Z");
const FACTS = { width: null, height: null, duration: null, fps: null, hasAudio: null };

interface Place {
  readonly folder: string;
  readonly store: ArtifactStore;
  readonly sweep: Sweep;
  /** Puts in a file of this text, from a file of its own. */
  readonly put: (text: string) => Promise<void>;
}

function createPlace(): Place {
  const folder = temporaryFolder();
  const incoming = join(folder, "incoming");
  mkdirSync(incoming);
  const store = createFileArtifactStore({
    folder: join(folder, "artifacts"),
    probe: () => Promise.reject(new Error("Expected facts to be given")),
  });
  let count = 0;
  return {
    folder,
    store,
    sweep: sweepFiles(folder),
    async put(text) {
      const path = join(incoming, `${(count += 1)}.txt`);
      writeFileSync(path, text);
      await store.put({ path, kind: "document", mediaType: "text/plain", facts: FACTS });
    },
  };
}

function sha256Of(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** All there is, none of it used since a long time. */
async function unused({ folder, sweep }: Place): Promise<KeptFile[]> {
  for (const name of readdirSync(join(folder, "artifacts"), { recursive: true, encoding: "utf8" })) {
    if (name.endsWith(".note")) utimesSync(join(folder, "artifacts", name), LONG_AGO, LONG_AGO);
  }
  const files: KeptFile[] = [];
  for await (const file of sweep.list()) files.push(file);
  return files;
}

const nothingNeeded = async () => () => false;

it("lists what is there with its size and when it was used, and removes what nobody has used since", async () => {
  const place = createPlace();
  for (const text of ["one", "two", "three"]) await place.put(text);
  const files = await unused(place);
  expect(files.toSorted((a, b) => a.bytes - b.bytes).at(-1)).toEqual({
    sha256: sha256Of("three"),
    bytes: 5,
    usedAtMs: LONG_AGO.getTime(),
  });
  expect((await place.store.find(sha256Of("two"))).state).toBe("intact");
  const gone = await place.sweep.remove(files, nothingNeeded);
  expect(new Set(gone.map(({ bytes }) => bytes))).toEqual(new Set([3, 5]));
  const names = readdirSync(join(place.folder, "artifacts"), { recursive: true, encoding: "utf8" });
  expect(names.filter((name) => name.includes("/")).toSorted()).toEqual([
    `${sha256Of("two").slice(0, 2)}/${sha256Of("two").slice(2)}.note`,
    `${sha256Of("two").slice(0, 2)}/${sha256Of("two").slice(2)}.txt`,
  ]);
  await place.put("three");
  expect((await place.store.find(sha256Of("three"), { verify: true })).state).toBe("intact");
});

it("takes nothing from whoever finds it, or brings it again, in the same moment", async () => {
  const place = createPlace();
  const random = createRandom(7);
  /** At some moment or other of what the rest does. */
  const soon = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    for (let turns = Math.floor(random() * 60); turns > 0; turns -= 1) await turn();
    return work();
  };
  let removed = 0;
  for (let round = 0; round < 150; round += 1) {
    const text = `round ${round}`;
    await place.put(text);
    const files = await unused(place);
    const isBrought = round % 2 === 0;
    const [before, gone] = await Promise.all([
      soon(() => place.store.find(sha256Of(text))),
      soon(() => place.sweep.remove(files, nothingNeeded)),
      isBrought && soon(() => place.put(text)),
      isBrought && soon(() => place.put(text)),
    ]);
    const after = await place.store.find(sha256Of(text), { verify: true });
    if (isBrought || before.state === "intact") expect(after).toMatchObject({ state: "intact" });
    if (after.state === "intact") expect(readFileSync(after.stored.path, "utf8")).toBe(text);
    removed += gone.length;
  }
  // Some rounds end in either way, or the test shows nothing.
  expect(removed).toBeGreaterThan(0);
  expect(readdirSync(join(place.folder, "incoming"))).toEqual([]);
  const names = readdirSync(join(place.folder, "artifacts"), { recursive: true, encoding: "utf8" });
  expect(names.filter((name) => name.includes(".aside-"))).toEqual([]);
});
