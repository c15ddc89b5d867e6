import { existsSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { writeFile } from "node:fs/promises";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { z } from "zod";
import { cleanParts } from "./clean-parts.ts";
import { createParts } from "./parts.ts";

const HOUR = 3_600_000;
const START = Date.parse("2026-01-01T00:00:00Z");

/** A movie's folder in which every render is an hour after the one before. */
function place() {
  const folder = temporaryFolder();
  const parts = createParts({ folder });
  let began = START;

  async function want(kind: string, text: string) {
    const what = { kind, shown: kind, ingredients: { text }, extension: "txt", facts: z.null() };
    const part = await parts.part(what, async (path) => {
      await writeFile(path, text);
      return null;
    });
    // The clock of these renders is not that of the machine.
    const key = basename(part.path).slice(0, 32);
    const note = readdirSync(join(folder, kind)).find((name) => name.startsWith(key) && name.endsWith(".json")) ?? "";
    for (const path of [part.path, join(folder, kind, note)]) setTime(path);
    return part;
  }

  function setTime(path: string): void {
    utimesSync(path, new Date(began + 10), new Date(began + 10));
  }

  /** Renders once, with these parts. */
  const render = async (wanted: Readonly<Record<string, string>>, edition?: string) => {
    began += HOUR;
    const made = [];
    for (const [kind, text] of Object.entries(wanted)) made.push(await want(kind, text));
    await cleanParts(folder, { beganAt: began, edition, now: began + 60_000 });
    return made;
  };
  const filesOf = (kind: string) => readdirSync(join(folder, kind)).filter((name) => name.endsWith(".txt"));
  return { folder, render, filesOf };
}

test("what none of the last twenty renders used is taken away, and what one of them used costs nothing", async () => {
  const { render, filesOf, folder } = place();
  for (let edit = 0; edit < 20; edit++) await render({ movie: `edit ${edit}` });
  expect(filesOf("movie")).toHaveLength(20);
  const [undone] = await render({ movie: "edit 1" });
  expect(undone?.reused).toBe(true);
  for (let edit = 20; edit < 40; edit++) await render({ movie: `edit ${edit}` });
  expect(filesOf("movie")).toHaveLength(20);
  expect(readdirSync(join(folder, "movie")).filter((name) => /^[0-9a-f]{64}\.json$/.test(name))).toHaveLength(20);
  expect((await render({ movie: "edit 20" }))[0]?.reused).toBe(true);
  expect((await render({ movie: "edit 1" }))[0]?.reused).toBe(false);
});

test("what a part was made of is kept while that part stays as it is", async () => {
  const { render } = place();
  await render({ movie: "first", speech: "spoken" });
  for (let edit = 0; edit < 30; edit++) await render({ movie: `slide ${edit}` });
  expect((await render({ movie: "last", speech: "spoken" }))[1]?.reused).toBe(true);
});

test("each language has its own twenty, and one that is not made any more none", async () => {
  const { render, filesOf } = place();
  for (let edit = 0; edit < 20; edit++) {
    for (const language of ["en", "ja"]) await render({ movie: `${language} ${edit}` }, language);
  }
  expect((await render({ movie: "en 0" }, "en"))[0]?.reused).toBe(true);
  for (let edit = 20; edit < 45; edit++) await render({ movie: `en ${edit}` }, "en");
  expect(filesOf("movie")).toHaveLength(20);
});

test("what was used within the hour is kept, however many renders there were", async () => {
  const folder = temporaryFolder();
  const parts = createParts({ folder });
  for (let edit = 0; edit < 25; edit++) {
    const beganAt = Date.now();
    const what = { kind: "movie", shown: "movie", ingredients: { edit }, extension: "txt", facts: z.null() };
    await parts.part(what, async (path) => (await writeFile(path, String(edit)), null));
    await cleanParts(folder, { beganAt });
  }
  expect(readdirSync(join(folder, "movie")).filter((name) => name.endsWith(".txt"))).toHaveLength(25);
});

test("files of which no note speaks go when they are old, and what is somebody's own stays", async () => {
  const { folder, render, filesOf } = place();
  await render({ movie: "one" });
  const [own = ""] = filesOf("movie");
  const old = (name: string) => {
    const path = join(folder, "movie", name);
    writeFileSync(path, "old");
    utimesSync(path, new Date(START), new Date(START));
    return path;
  };
  const nameless = [old(`${own.slice(0, 32)}-${"0".repeat(16)}.txt`), old(`${"0".repeat(32)}-${"1".repeat(16)}.txt`)];
  const mine = old("notes.txt");
  for (let edit = 0; edit < 3; edit++) await render({ movie: "one" });
  expect(nameless.map((path) => existsSync(path))).toEqual([false, false]);
  expect(existsSync(mine)).toBe(true);
  expect(filesOf("movie").filter((name) => name === own)).toHaveLength(1);
});

test("a list of renders that cannot be read keeps all for as many renders again", async () => {
  const { folder, render, filesOf } = place();
  for (let edit = 0; edit < 20; edit++) await render({ movie: `edit ${edit}` });
  writeFileSync(join(folder, "renders.json"), "{");
  for (let edit = 20; edit < 35; edit++) await render({ movie: `edit ${edit}` });
  expect(filesOf("movie")).toHaveLength(35);
});
