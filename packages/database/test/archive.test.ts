import { onTestFinished, expect, test } from "vitest";
import { clip, createWorld, job, type World } from "../../engine/test/world.ts";
import { openArchive, openLedger, readLines, writeLines, type Archive } from "../src/index.ts";
import { onEachDatabase, type TestPlace } from "./each-database.ts";

async function open(place: TestPlace): Promise<Archive> {
  const archive = await openArchive(place);
  onTestFinished(() => archive.close());
  return archive;
}

async function linesOf(archive: Archive): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of writeLines(archive)) lines.push(line);
  return lines;
}

async function* asStream(lines: readonly string[]): AsyncGenerator<string> {
  for (const line of lines) yield line.trimEnd();
}

/** Executions of all kinds: done, failed, left in the middle with a note, a claim, somebody who waits for it, and mail. */
async function livedIn(place: TestPlace): Promise<{ ids: string[]; world: World }> {
  const ledger = await openLedger(place);
  const world = createWorld({ home: place.home, ledger });
  world.behaviours.set("bad", () => Promise.reject(new Error("no luck \0 \ud800")));
  world.behaviours.set("held", async ({ remember, park }) => {
    await remember({ provider: "fal", id: "run-1" });
    await park(3_600_000);
  });
  const done = await world.run([clip("a"), job("r", "reframe", {}, ["a"])], { tenant: "one" });
  const failed = await world.run([clip("bad")]);
  const left = await world.start([clip("held", "same"), job("m", "reframe", {}, ["held"])]);
  await expect.poll(async () => (await ledger.read(left.id))?.states["held"]?.phase).toBe("parked");
  await world.engine.close();
  await ledger.leave(left.id, { kind: "cancelled" });
  await ledger.close();
  return { ids: [done.id, failed.id, left.id], world };
}

onEachDatabase((createPlace) => {
  onEachDatabase((createOther) => {
    test("gives all that is kept to another database, where it is gone on with", async () => {
      const [place, other] = [await createPlace(), await createOther()];
      const { ids } = await livedIn(place);
      const source = await open(place);
      const lines = await linesOf(source);
      const target = await open(other);
      await target.fill(readLines(asStream(lines), target));
      expect((await linesOf(target)).toSorted()).toEqual(lines.toSorted());
      expect(await target.check()).toMatchObject({ executions: 3, unfinished: 1, problems: [] });

      const [before, after] = [await openLedger(place), await openLedger(other)];
      for (const id of ids) expect(await after.read(id)).toEqual(await before.read(id));
      await before.close();
      const world = createWorld({ home: place.home, ledger: after });
      await world.engine.resume();
      await expect.poll(async () => (await after.read(ids[2] ?? ""))?.execution.status).toBe("cancelled");
      await world.engine.close();
      await after.close();
    });
  });

  test("takes all of an archive or nothing, and none where there are executions", async () => {
    const [place, other] = [await createPlace(), await createPlace()];
    await livedIn(place);
    const source = await open(place);
    const lines = await linesOf(source);
    const target = await open(other);
    const cases: readonly [lines: readonly string[], why: RegExp][] = [
      [lines.slice(0, -1), /its end is missing/],
      [
        lines.toSpliced(
          lines.findIndex((line) => line.includes('"events"')),
          1,
        ),
        /some of its rows are missing/,
      ],
      [lines.toSpliced(1, 1), /do not fit together/],
      [lines.with(2, '{"table":"jobs","row":{"colour":"red"}}'), /do not fit together/],
      [lines.with(2, '{"table":"nothing","row":{"id":"x"}}'), /do not fit together/],
      [[...lines, "{}"], /follows its end/],
      [lines.with(2, "{"), /line 3 is no JSON/],
      [lines.with(2, '{"table":"jobs; DROP","row":{}}'), /line 3 is no row/],
      [lines.slice(1), /none of `proxx db export`/],
      [lines.with(0, '{"proxx":"executions","form":1}'), /the form 1/],
      [[], /its end is missing/],
    ];
    for (const [wrong, why] of cases) {
      const refusal = target.fill(readLines(asStream(wrong), target));
      await expect(refusal).rejects.toMatchObject({ code: "document_unreadable", message: expect.stringMatching(why) });
    }
    expect(await target.check()).toMatchObject({ executions: 0, problems: [] });
    await expect(source.fill(readLines(asStream(lines), source))).rejects.toMatchObject({ code: "database_unusable" });
    expect((await linesOf(source)).toSorted()).toEqual(lines.toSorted());
  });
});
