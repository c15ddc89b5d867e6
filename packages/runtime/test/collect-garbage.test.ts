import { existsSync, readdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Execution } from "@proxx/contract";
import { openLedger } from "@proxx/database";
import { temporaryFolder } from "@proxx/testing";
import { expect, onTestFinished, test } from "vitest";
import { onEachDatabase, type TestPlace } from "../../database/test/each-database.ts";
import { clip, createWorld, job, standing, type World } from "../../engine/test/world.ts";
import { openTestStorage } from "../../storage/test/open-test-storage.ts";
import { startS3Server, type S3Server } from "../../storage/test/s3-server.ts";
import { collectGarbage, openPins, type GarbageOptions, type GarbageReport } from "../src/index.ts";

const LONG_AGO = new Date("2026-01-01T00:00:00Z");

async function openWorld(place: TestPlace) {
  const ledger = await openLedger(place);
  onTestFinished(() => ledger.close());
  return createWorld({ home: place.home, ledger });
}

function collect({ home, url }: TestPlace, options: Partial<GarbageOptions>): Promise<GarbageReport> {
  return collectGarbage({
    environment: url === null ? {} : { DATABASE_URL: url },
    home,
    endedBeforeMs: null,
    maxBytes: null,
    isTrial: false,
    ...options,
  });
}

const NO_MORE = { releases: [], offers: [], hasResult: false, progress: 100, events: [], delivery: null };

/** The hashes of the files in the store. */
function filesOf({ home }: TestPlace): string[] {
  const names = readdirSync(join(home, "artifacts"), { recursive: true, encoding: "utf8" });
  return names.flatMap((name) => /^(..)\/([0-9a-f]{62})(?!.*note)/.exec(name)?.slice(1).join("") ?? []).toSorted();
}

function notesOf({ home }: TestPlace): string[] {
  const names = readdirSync(join(home, "artifacts"), { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".note")).map((name) => join(home, "artifacts", name));
}

function sha256Of(execution: Execution): string {
  return execution.result?.sha256 ?? "";
}

/** One whose first job has made a file, and whose second waits for somebody. */
async function startHeld(world: World, options: { baseExecutionId: string }) {
  world.behaviours.set("held", async ({ park }) => park(3_600_000));
  const running = await world.start([clip("input"), job("held", "merge", { items: ["$input", "$base"] })], options);
  await expect.poll(async () => (await world.ledger.read(running.id))?.states["held"]?.phase).toBe("parked");
  const input = (await world.ledger.read(running.id))?.states["input"]?.output?.files[0]?.artifact.sha256 ?? "";
  return { running, input };
}

function passAMillisecond(): number {
  const until = Date.now() + 2;
  while (Date.now() < until);
  return Date.now();
}

onEachDatabase((createPlace) => {
  test("forgets what is over and old, and its files, and nothing that something else needs", async () => {
    const place = await createPlace();
    const world = await openWorld(place);
    const [old, pinned, base] = [
      await world.run([clip("old")]),
      await world.run([clip("pinned")]),
      await world.run([clip("before")]),
    ];
    const file = await world.run([clip("file")]);
    const endedBeforeMs = passAMillisecond();
    const young = await world.run([clip("young")]);
    const { running, input } = await startHeld(world, { baseExecutionId: base.id });
    const pins = openPins({ environment: place.url === null ? {} : { DATABASE_URL: place.url }, home: place.home });
    for (const id of [pinned.id, sha256Of(file)]) await pins.add(id);
    await pins.close();

    const before = filesOf(place);
    const trial = await collect(place, { endedBeforeMs, recentMs: 0, isTrial: true });
    expect(trial).toMatchObject({ executions: 2, removed: { files: 1 }, kept: { files: 5 } });
    expect(filesOf(place)).toEqual(before);
    expect(await world.ledger.read(old.id)).not.toBeNull();

    expect(await collect(place, { endedBeforeMs, recentMs: 0 })).toEqual(trial);
    const kept = [sha256Of(pinned), sha256Of(base), sha256Of(file), sha256Of(young), input];
    expect(filesOf(place)).toEqual(kept.toSorted());
    for (const { id } of [pinned, base, young, running]) expect(await world.ledger.read(id)).not.toBeNull();
    for (const { id } of [old, file]) expect(await world.ledger.read(id)).toBeNull();

    world.behaviours.delete("held");
    await world.engine.wake(running.id, "held");
    expect(await running.finished).toMatchObject({ status: "completed" });
    expect(standing(await world.run([clip("old")]))).toEqual({ old: "completed" });
    expect(standing(await world.run([clip("pinned")]))).toEqual({ pinned: "completed reused" });
  });

  test("takes no file from executions that come to need it while it is at work", async () => {
    const place = await createPlace();
    const world = await openWorld(place);
    const names = Array.from({ length: 12 }, (_, index) => `clip${index}`);
    const wanted = names.slice(0, 8);
    let removed = 0;
    for (let round = 0; round < 4; round += 1) {
      for (const name of names) await world.run([clip(name)]);
      for (const note of notesOf(place)) utimesSync(note, LONG_AGO, LONG_AGO);
      const endedBeforeMs = passAMillisecond();
      const runOneByOne = async () => {
        for (const name of wanted) {
          const execution = await world.run([clip(name), job("film", "transcode", {}, [name])]);
          expect(execution).toMatchObject({ status: "completed" });
          const made = execution.jobs.flatMap(({ outputs }) => outputs.map(({ sha256 }) => sha256));
          expect(filesOf(place)).toEqual(expect.arrayContaining(made));
        }
      };
      const [report] = await Promise.all([collect(place, { endedBeforeMs, recentMs: 60_000 }), runOneByOne()]);
      removed += report.removed.files;
      for (const name of wanted)
        expect(standing(await world.run([clip(name)]))).toEqual({ [name]: "completed reused" });
    }
    // Those that nobody wanted went each time.
    expect(removed).toBeGreaterThanOrEqual(4 * (names.length - wanted.length));
  });
});

test("removes the longest unused first, as much as is too much, and what nobody has used for long", async () => {
  const home = join(temporaryFolder(), "home");
  const place = { home, url: null, file: join(home, "proxx.sqlite") };
  const world = await openWorld(place);
  const executions: Execution[] = [];
  for (const name of ["a", "b", "c", "d"]) executions.push(await world.run([clip(name)]));
  const at = (execution: Execution, hours: number) => {
    const time = new Date(LONG_AGO.getTime() + hours * 3600_000);
    utimesSync(fileURLToPath(execution.result?.url ?? "").replace(/(?:\.\w+)?$/, ".note"), time, time);
  };
  for (const [index, execution] of executions.entries()) at(execution, 10 - index);
  const sizes = executions.map(({ result }) => result?.size ?? 0);
  const maxBytes = (sizes[0] ?? 0) + (sizes[1] ?? 0);
  expect(await collect(place, { maxBytes })).toMatchObject({ executions: 0, removed: { files: 2 } });
  expect(filesOf(place)).toEqual(executions.slice(0, 2).map(sha256Of).toSorted());
  expect(await world.ledger.read(executions[3]?.id ?? "")).not.toBeNull();
  expect(await collect(place, { maxBytes })).toMatchObject({ removed: { files: 0 }, kept: { files: 2 } });
});

function inBucket({ settings }: S3Server): GarbageOptions {
  return {
    environment: {
      AWS_ENDPOINT_URL_S3: settings.endpoint,
      AWS_ACCESS_KEY_ID: settings.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: settings.credentials.secretAccessKey,
    },
    store: `s3://${settings.bucket}/${settings.prefix.slice(0, -1)}`,
    endedBeforeMs: null,
    maxBytes: null,
    isTrial: false,
  };
}

test("clears a bucket by what the ledger knows, and has what was old made again", async () => {
  const server = await startS3Server();
  const home = join(temporaryFolder(), "home");
  const place = { home, url: null, file: join(home, "proxx.sqlite") };
  const ledger = await openLedger(place);
  onTestFinished(() => ledger.close());
  const machine = (name: string) => {
    const { storage } = openTestStorage(server, { cacheFolder: join(home, name) });
    const openReuse = (path: string) => storage.openReuse(path);
    return createWorld({ home: join(home, name), ledger, store: storage.artifacts, openReuse });
  };
  const world = machine("one");
  const old = await world.run([clip("old")]);
  // A bucket tells times by the second.
  const endedBeforeMs = Math.ceil((passAMillisecond() + 1) / 1000) * 1000;
  while (Date.now() < endedBeforeMs);
  const young = await world.run([clip("young")]);
  const report = await collectGarbage({ ...inBucket(server), home, endedBeforeMs, recentMs: 0, graceMs: 0 });
  expect(report).toMatchObject({ executions: 1, removed: { files: 1 }, kept: { files: 1 } });
  const isThere = (execution: Execution) => {
    const sha256 = sha256Of(execution);
    return existsSync(server.pathOf(`proxx/artifacts/${sha256.slice(0, 2)}/${sha256.slice(2)}`));
  };
  expect([isThere(old), isThere(young)]).toEqual([false, true]);
  // Also on the machine that has the file here, and believed that the bucket had it.
  expect(standing(await world.run([clip("old")]))).toEqual({ old: "completed" });
  expect(isThere(old)).toBe(true);
  expect(standing(await machine("other").run([clip("young")]))).toEqual({ young: "completed reused" });
});

test("takes nothing out of a bucket that an execution has come to need on a machine whose clock is behind", async () => {
  const server = await startS3Server();
  const home = join(temporaryFolder(), "home");
  const ledger = await openLedger({ url: null, file: join(home, "proxx.sqlite") });
  onTestFinished(() => ledger.close());
  const { storage } = openTestStorage(server, { cacheFolder: join(home, "cache") });
  const world = createWorld({ home, ledger, store: storage.artifacts, openReuse: (path) => storage.openReuse(path) });
  const old = await world.run([clip("old")]);
  const record = await ledger.read(old.id);
  if (record === null) throw new Error("Expected the execution");
  const endedBeforeMs = Math.ceil((passAMillisecond() + 1) / 1000) * 1000;
  while (Date.now() < endedBeforeMs + 100);
  // It had found the file before, and is told of and over by the time that the ledger is asked again.
  const endLate = async () => {
    await ledger.create({ ...record, id: "exec_late", request: null });
    await ledger.move("exec_late", null, () => ({
      hear: () => [],
      decide: () => ({
        jobs: Object.entries(record.states).map(([jobId, state]) => ({ jobId, state })),
        execution: { ...record.execution, completedAtMs: endedBeforeMs + 1 },
        ...NO_MORE,
      }),
    }));
  };
  const late: Promise<void>[] = [];
  server.interfere = ({ method = "", url = "" }) => {
    if (method === "DELETE" && url.endsWith(".note") && late.length === 0) late.push(endLate());
    return "goes on";
  };
  const report = await collectGarbage({ ...inBucket(server), home, endedBeforeMs, recentMs: 0, graceMs: 500 });
  expect(late).toHaveLength(1);
  await late[0];
  expect(report).toMatchObject({ executions: 1, removed: { files: 0 }, kept: { files: 1 } });
  expect(await storage.artifacts.find(sha256Of(old), { verify: true })).toMatchObject({ state: "intact" });
});
