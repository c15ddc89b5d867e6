import { expect, test } from "vitest";
import { createMemoryLedger, type Ledger } from "../src/index.ts";
import { countDiskWork } from "./count-disk-work.ts";
import { clip, createWorld, job } from "./world.ts";

const JOBS = 50;
const numbers = Array.from({ length: JOBS - 1 }, (_, index) => index + 1);

// Read: what was made of the same before, once when it is looked for and once when nobody else makes it, the store's note, the
// file for its hash. Written and put in place: the store's
// note, the record of what was made. Folders: one to work in, one of the store. The rest is the publishing of the file.
const MADE_FILE = { readFile: 4, writeFile: 2, rename: 2, mkdir: 2, chmod: 1, link: 1, unlink: 1, sync: 2 };
const SHAPES = {
  "beside one another": {
    jobs: [clip("j0"), ...numbers.map((number) => clip(`j${number}`))],
    made: { ...MADE_FILE, changes: 2 },
    reused: { readFile: 2, changes: 1 },
  },
  "one after the other": {
    jobs: [clip("k0"), ...numbers.map((number) => job(`k${number}`, "transcode", {}, [`k${number - 1}`]))],
    made: { ...MADE_FILE, changes: 2 },
    reused: { readFile: 2, changes: 1 },
  },
  "that make no file": {
    jobs: [
      clip("l0"),
      ...numbers.map((number) => job(`l${number}`, "transcribe", { media: "$l0", language: `en-x${100 + number}` })),
    ],
    made: { readFile: 2, writeFile: 1, rename: 1, mkdir: 1, changes: 2 },
    reused: { readFile: 1, changes: 1 },
  },
};

test.each(Object.entries(SHAPES))("takes for each of many jobs %s so much and no more", async (_, shape) => {
  const { ledger, countMoves } = countingLedger();
  const world = createWorld({ ledger });
  const countWork = countDiskWork(world.home);
  for (const round of ["made", "reused"] as const) {
    expect(await world.run(shape.jobs)).toMatchObject({ status: "completed" });
    const { changes } = countMoves();
    expect(perJob({ ...countWork(), changes })).toEqual(shape[round]);
  }
  expect(world.runs).toHaveLength(JOBS);
});

test("moves a chain once a step where it is made, and once where it was made before", async () => {
  const { ledger, countMoves } = countingLedger();
  const world = createWorld({ ledger });
  const jobs = [clip("a"), job("b", "transcode", {}, ["a"]), job("c", "transcode", {}, ["b"])];
  for (const moves of [1 + jobs.length, 1]) {
    expect(await world.run(jobs)).toMatchObject({ status: "completed" });
    expect(countMoves().moves).toBe(moves);
  }
});

/** What is done once for all of them does not count. */
function perJob(counts: Readonly<Record<string, number>>): Record<string, number> {
  const shares = Object.entries(counts).map(([work, count]) => [work, Math.floor(count / JOBS)] as const);
  return Object.fromEntries(shares.filter(([, share]) => share > 0));
}

/** The moves since the last call, and the changes of jobs that were kept by them. */
function countingLedger(): { ledger: Ledger; countMoves: () => { moves: number; changes: number } } {
  const ledger = createMemoryLedger();
  let moves = 0;
  let changes = 0;
  return {
    ledger: {
      ...ledger,
      move: (executionId, known, begin) =>
        ledger.move(executionId, known, (kept) => {
          const move = begin(kept);
          return {
            hear: (news) => move.hear(news),
            decide() {
              const decision = move.decide();
              moves += 1;
              changes += decision.jobs.length;
              return decision;
            },
          };
        }),
    },
    countMoves() {
      const counted = { moves, changes };
      moves = 0;
      changes = 0;
      return counted;
    },
  };
}
