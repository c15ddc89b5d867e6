import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashFile } from "@proxx/media";
import { expect, test, vi } from "vitest";
import type { FetchSource } from "../src/index.ts";
import { clip, createGate, createWorld, job, resultText, standing, storedTexts } from "./world.ts";

const plan = [clip("a"), clip("b"), job("film", "merge", {}, ["a", "b"]), job("end", "transcode", {}, ["film"])];

test("what one tenant has made is no hit for another, and equal bytes share one file", async () => {
  const world = createWorld();
  const first = await world.run(plan, { tenant: "one" });
  expect(world.newRuns()).toHaveLength(4);
  for (const tenant of ["two", null]) {
    const theirs = await world.run(plan, { tenant });
    expect(world.newRuns()).toHaveLength(4);
    expect(Object.values(standing(theirs))).toEqual(Object.values(standing(first)));
    expect(theirs.result).toEqual(first.result);
  }
  expect(storedTexts(world.home)).toHaveLength(4);
  for (const tenant of ["one", "two", null]) await world.run(plan, { tenant });
  expect(world.newRuns()).toEqual([]);
});

test("says nothing of what another tenant has made when it explains why something is made", async () => {
  const world = createWorld();
  const why: unknown[] = [];
  await world.run([clip("a", "a secret"), job("t", "transcode", { video: "$a" })], { tenant: "one" });
  const mine = [clip("a", "mine"), job("t", "transcode", { video: "$a" })];
  const { jobs } = await world.engine.explain({ jobs: mine }, { tenant: "two" });
  expect(jobs.map((explained) => explained.why)).toEqual([["never made before"], ["never made before"]]);
  await world.run(mine, {
    tenant: "two",
    onEvent: (event) => {
      if (event.type === "job-missed") why.push(event.why);
    },
  });
  expect(why).toEqual([["never made before"], ["never made before"]]);
});

test("one tenant waits for nothing that another one is making, and fails with none of it", async () => {
  const world = createWorld();
  const gate = createGate();
  let runs = 0;
  world.behaviours.set("a", async () => {
    if (++runs > 1) return;
    await gate.promise;
    throw new Error("no luck");
  });
  const theirs = await world.start([clip("a")], { tenant: "one" });
  await vi.waitFor(() => expect(runs).toBe(1));
  expect(await world.run([clip("a")], { tenant: "two" })).toMatchObject({ status: "completed" });
  gate.open();
  expect(await theirs.finished).toMatchObject({ status: "failed" });
});

test("a source that one tenant has fetched is fetched for another one as if nobody had", async () => {
  const conditions: (string | undefined)[] = [];
  const fetchSource: FetchSource = async (_url, path, { etag }) => {
    conditions.push(etag);
    if (etag !== undefined) return { status: "not-modified", etag, lastModified: null };
    writeFileSync(path, "holiday");
    return { status: "fetched", sha256: await hashFile(path), etag: "e", lastModified: null, mediaType: "video/mp4" };
  };
  const world = createWorld({ fetchSource });
  const read = [job("m", "transcode", { video: "https://example.com/holiday.mp4" })];
  for (const tenant of ["one", "two", "one"]) {
    expect(resultText(await world.run(read, { tenant }))).toBe("transcode(holiday)");
  }
  expect(conditions).toEqual([undefined, undefined, "e"]);
});

test("a tenant's name is no path", async () => {
  const world = createWorld();
  await world.run([clip("a")], { tenant: "../../elsewhere" });
  expect(readdirSync(join(world.home, "tenants"))).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  expect(readdirSync(world.folder).toSorted()).toEqual(["home"]);
});
