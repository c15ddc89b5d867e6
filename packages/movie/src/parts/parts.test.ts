import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createRandom, temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { z } from "zod";
import { partKey } from "./part-key.ts";
import { createParts, type Parts } from "./parts.ts";
import { placePart } from "./place-part.ts";

const facts = z.object({ length: z.int() });

/** A part whose bytes are a text; `made` counts how often it was really made. */
function lines(parts: Parts, shown = "line n1") {
  const counted = { made: 0 };
  const make = (ingredients: unknown, text = JSON.stringify(ingredients)) =>
    parts.part({ kind: "line", shown, ingredients, extension: "txt", facts }, async (path) => {
      counted.made += 1;
      await writeFile(path, text);
      return { length: text.length };
    });
  return { counted, make };
}

test("what was made of the same ingredients is found again, also by another process's parts", async () => {
  const folder = temporaryFolder();
  const first = await lines(createParts({ folder })).make({ text: "one", speed: 1 });
  const { counted, make } = lines(createParts({ folder }));
  const second = await make({ speed: 1, text: "one" });
  expect(first).toMatchObject({ reused: false, why: "new", facts: { length: 24 } });
  expect(second).toEqual({ ...first, reused: true, why: null });
  expect(counted.made).toBe(0);
});

test("says which ingredients changed", async () => {
  const { make } = lines(createParts({ folder: temporaryFolder() }));
  await make({ text: "one", voice: { name: "a", speed: 1 }, bars: [1, 2] });
  const { why } = await make({ text: "two", voice: { name: "a", speed: 2 }, bars: [1, 3], font: "x" });
  expect(why).toBe("changed: text, voice.speed, bars[1], font");
});

test.each([
  ["cut short", (path: string) => truncateSync(path, 2)],
  ["empty", (path: string) => truncateSync(path, 0)],
  ["gone", (path: string) => rmSync(path)],
  ["of the same size, with another letter", (path: string) => writeFileSync(path, readFileSync(path).fill(65, 1, 2))],
  ["a folder", asFolder],
])("a file that is %s is noticed and made again", async (_what, damage) => {
  const { counted, make } = lines(createParts({ folder: temporaryFolder() }));
  const { path, sha256 } = await make({ text: "one" });
  damage(path);
  expect(await make({ text: "one" })).toMatchObject({ path, sha256, reused: false, why: "damaged" });
  expect(await readFile(path, "utf8")).toBe('{"text":"one"}');
  expect(await make({ text: "one" })).toMatchObject({ reused: true });
  expect(counted.made).toBe(2);
});

test.each([
  ["cut short", (path: string) => truncateSync(path, 40)],
  [
    "of another length",
    (path: string) => writeFileSync(path, readFileSync(path, "utf8").replace('"length":14', '"length":15')),
  ],
  ["a folder", asFolder],
])("a note that is %s is noticed", async (_what, damage) => {
  const folder = temporaryFolder();
  const { counted, make } = lines(createParts({ folder }));
  await make({ text: "one" });
  for (const name of readdirSync(join(folder, "line"))) if (name.endsWith(".json")) damage(join(folder, "line", name));
  expect(await make({ text: "one" })).toMatchObject({ reused: false, why: "damaged", facts: { length: 14 } });
  expect(counted.made).toBe(2);
});

test("facts that are no longer what they were to be make it anew", async () => {
  const parts = createParts({ folder: temporaryFolder() });
  await lines(parts).make({ text: "one" });
  const what = { kind: "line", shown: "line n1", ingredients: { text: "one" }, extension: "txt" };
  const again = await parts.part({ ...what, facts: facts.extend({ words: z.int() }) }, async (path) => {
    await writeFile(path, "one");
    return { length: 3, words: 1 };
  });
  expect(again.facts).toEqual({ length: 3, words: 1 });
});

test("what fails, or writes nothing, leaves nothing, and is made the next time", async () => {
  const folder = temporaryFolder();
  const parts = createParts({ folder });
  const what = { kind: "line", shown: "line n1", ingredients: 1, extension: "txt", facts };
  const failing = parts.part(what, async (path) => {
    await writeFile(path, "half");
    throw new Error("the voice is gone");
  });
  await expect(failing).rejects.toThrow("the voice is gone");
  await expect(parts.part(what, async () => ({ length: 0 }))).rejects.toThrow(
    "Nothing came out where line n1 was made.",
  );
  expect(filesIn(folder)).toEqual([]);
  expect(await lines(parts).make(1)).toMatchObject({ reused: false, why: "new" });
});

test("what two want at once is made once", async () => {
  const { counted, make } = lines(createParts({ folder: temporaryFolder() }));
  const both = await Promise.all([make("same"), make("same"), make("other")]);
  expect(both.map(({ reused }) => reused)).toEqual([false, true, false]);
  expect(counted.made).toBe(2);
});

test("a process that is killed while it writes leaves nothing that is taken for a part, and the next tidies up", async () => {
  const folder = temporaryFolder();
  const audio = join(folder, "audio");
  mkdirSync(audio);
  const program = `
    import { writeFile } from "node:fs/promises";
    import { z } from "zod";
    import { createParts } from ${JSON.stringify(import.meta.resolve("./parts.ts"))};
    import { placeWhole } from ${JSON.stringify(import.meta.resolve("./unfinished.ts"))};
    const what = { kind: "line", shown: "line n1", ingredients: { text: "one" }, extension: "txt", facts: z.unknown() };
    await createParts({ folder: ${JSON.stringify(folder)} }).part(what, async (path) => {
      await writeFile(path, '{"te');
      await placeWhole(${JSON.stringify(join(audio, "n1.txt"))}, async (working) => {
        await writeFile(working, '{"te');
        process.kill(process.pid, "SIGKILL");
        await new Promise(() => setInterval(() => {}, 1000));
      });
    });
  `;
  const args = ["--conditions=@proxx/source", "--input-type=module", "--eval", program];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit"] });
  const signal = await new Promise((resolve) => child.once("exit", (_code, by) => resolve(by)));
  expect(signal).toBe("SIGKILL");
  expect(filesIn(folder).sort()).toEqual([
    expect.stringMatching(/^audio\/\.n1\.txt\./),
    expect.stringMatching(/^working\//),
  ]);
  const { make } = lines(createParts({ folder }));
  const part = await make({ text: "one" });
  expect(part).toMatchObject({ reused: false, why: "new" });
  await placePart(part, join(audio, "n1.txt"));
  expect(readdirSync(join(folder, "working"))).toEqual([]);
  expect(readdirSync(audio)).toEqual(["n1.txt"]);
});

test("what was last made under a name is found without its ingredients, as long as it is whole", async () => {
  const { make } = lines(createParts({ folder: temporaryFolder() }));
  const folder = temporaryFolder();
  const parts = createParts({ folder });
  const last = () => parts.last({ kind: "line", shown: "line n1", facts });
  expect(await last()).toBeNull();
  await make("elsewhere");
  await lines(parts).make("one");
  const two = await lines(parts).make("two");
  expect(await last()).toEqual({ ...two, reused: true, why: null });
  await lines(parts).make("one");
  expect((await last())?.sha256).not.toBe(two.sha256);
  truncateSync((await last())?.path ?? "", 1);
  expect(await last()).toBeNull();
});

test("different ingredients never have the same part", () => {
  const random = createRandom(13);
  const keys = new Map<string, string>();
  for (let round = 0; round < 20_000; round++) {
    const identity = { kind: pick(["a", "b"]), ingredients: value(3), extension: pick(["wav", "png"]) };
    const written = sorted([identity.kind, identity.extension, identity.ingredients]);
    const key = partKey(identity);
    expect(keys.get(key) ?? written).toBe(written);
    keys.set(key, written);
  }
  expect(new Set(keys.values()).size).toBe(keys.size);

  function pick<T>(from: readonly [T, ...T[]]): T {
    return from[Math.floor(random() * from.length)] ?? from[0];
  }
  function value(depth: number): unknown {
    const kind = depth === 0 ? Math.floor(random() * 3) : Math.floor(random() * 5);
    if (kind === 0) return pick([0, 1, 10, -1, 0.1, null, true, false]);
    if (kind === 1) return pick(["", "0", "1", "10", "true", "null", "a,b", '"', "\\", "é", "e\u0301", "[1]"]);
    if (kind === 2) return pick(["a", "b", "ab"]) + pick(["", "a", "b"]);
    const entries = Array.from({ length: Math.floor(random() * 3) }, () => value(depth - 1));
    return kind === 3 ? entries : Object.fromEntries(entries.map((entry) => [pick(["a", "b", "ab", "0"]), entry]));
  }
  function sorted(of: unknown): string {
    const tidy = (one: unknown): unknown =>
      Array.isArray(one)
        ? ["list", ...one.map(tidy)]
        : typeof one === "object" && one !== null
          ? [
              "map",
              ...Object.entries(one)
                .sort(([one], [other]) => (one < other ? -1 : 1))
                .map(([name, entry]) => [name, tidy(entry)]),
            ]
          : [typeof one, one];
    return JSON.stringify(tidy(of));
  }
});

test("puts a part under the name people know, in place of whatever else is there", async () => {
  const folder = temporaryFolder();
  const part = await lines(createParts({ folder })).make({ text: "one" });
  const to = join(folder, "audio", "n1.txt");
  await placePart(part, to);
  await writeFile(to, "somebody's own");
  await placePart(part, to);
  asFolder(to);
  await placePart(part, to);
  expect(readFileSync(to, "utf8")).toBe('{"text":"one"}');
  expect(readdirSync(join(folder, "audio"))).toEqual(["n1.txt"]);
  asFolder(to);
  writeFileSync(join(to, "photo.jpg"), "somebody's own");
  await expect(placePart(part, to)).rejects.toMatchObject({
    code: "folder_unusable",
    message: `${to} is a folder, where a file is to be.`,
  });
});

function asFolder(path: string): void {
  rmSync(path);
  mkdirSync(path);
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
}
