import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { ProxxError, type OperationContext, type Part } from "@proxx/contract";
import { expect, test } from "vitest";
import { z } from "zod";
import { clip, createWorld, type World } from "./world.ts";

interface Made {
  /** What was written, in order. */
  written: string[];
  parts: Part<{ letters: number }>[];
}

/** A job of these parts, which fails after the last of them where it is told to. */
function makesParts(world: World, texts: readonly string[], fails = false): Made {
  const made: Made = { written: [], parts: [] };
  const one = async (text: string, { part }: OperationContext) => {
    const what = { kind: "line", shown: `line ${text}`, ingredients: { text }, extension: "txt" };
    const facts = z.strictObject({ letters: z.int() });
    const found = await part({ ...what, facts }, async (path) => {
      made.written.push(text);
      writeFileSync(path, `part ${text}`);
      return { letters: text.length };
    });
    made.parts.push(found);
    expect(readFileSync(found.path, "utf8")).toBe(`part ${text}`);
  };
  world.behaviours.set("job1", async (context) => {
    for (const text of texts) await one(text, context);
    if (fails) throw new ProxxError("tool_failed", "It broke.", { hint: "Run it again." });
  });
  return made;
}

test("what a job made on its way is found by its next attempt, by other jobs, and after the engine is another one", async () => {
  const world = createWorld();
  const first = makesParts(world, ["one", "two", "one"], true);
  const failed = await world.start([clip("job1")]);
  expect((await failed.finished).status).toBe("failed");
  expect(first.written).toEqual(["one", "two"]);
  expect(first.parts.map(({ reused, why }) => [reused, why])).toEqual([
    [false, "new"],
    [false, "new"],
    [true, null],
  ]);

  const second = makesParts(world, ["one", "two", "three"]);
  const again = await world.engine.retry(failed.id);
  expect((await again?.finished)?.status).toBe("completed");
  expect(second.written).toEqual(["three"]);
  expect(second.parts.map(({ facts }) => facts.letters)).toEqual([3, 3, 5]);

  const other = createWorld({ home: world.home });
  const third = makesParts(other, ["two", "four"]);
  await other.run([clip("job1", "another clip")]);
  expect(third.written).toEqual(["four"]);
});

test("a part whose bytes are others is made again, and nobody finds another tenant's", async () => {
  const world = createWorld();
  const first = makesParts(world, ["one", "two"]);
  await world.run([clip("job1")]);
  const [{ path } = { path: "" }] = first.parts;
  chmodSync(path, 0o644);
  writeFileSync(path, "part of something else");

  const second = makesParts(world, ["one", "two"]);
  await world.run([clip("job1", "another clip")]);
  expect(second.written).toEqual(["one"]);

  const third = makesParts(world, ["one", "two"]);
  await world.run([clip("job1", "a third clip")], { tenant: "acme" });
  expect(third.written).toEqual(["one", "two"]);
});
