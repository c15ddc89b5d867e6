import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { openDatabase } from "./open-database.ts";

// As on a network file system, where processes have no memory in common: SQLite keeps to another way of writing.
test("what several processes cannot share is refused, with what to do", async () => {
  await expect(openDatabase(":memory:")).rejects.toMatchObject({
    code: "folder_unusable",
    message: "The database :memory: cannot be shared between processes where it lies.",
    hint: expect.stringContaining("--home") as string,
  });
});

test("a statement that is wrong is a fault at once, and is not tried again and again", async () => {
  const database = await openDatabase(join(temporaryFolder(), "proxx.sqlite"));
  await expect(database.ask(() => database.prepare("SELECT nothing FROM nowhere"))).rejects.toThrow(TypeError);
  await database.close();
});

test("what is kept is its owner's alone to read, and what SQLite writes beside it", async () => {
  const path = join(temporaryFolder(), "proxx.sqlite");
  const database = await openDatabase(path);
  await database.write(() => database.prepare("SELECT 1").get());
  const rights = ["", "-wal", "-shm"].map((end) => statSync(path + end).mode & 0o777);
  await database.close();
  expect(rights).toEqual([0o600, 0o600, 0o600]);
});

test("what is no database, and where none can be, is refused with what to do", async () => {
  const folder = temporaryFolder();
  const text = join(folder, "text.sqlite");
  writeFileSync(text, "Not a database at all. ".repeat(100));
  mkdirSync(join(folder, "folder.sqlite"));
  for (const path of [text, join(folder, "folder.sqlite"), join(text, "proxx.sqlite")]) {
    await expect(openDatabase(path)).rejects.toMatchObject({
      code: "folder_unusable",
      message: expect.stringContaining(`The database ${path} cannot be opened: `) as string,
      hint: expect.stringContaining("--data") as string,
    });
  }
});

test("what there is no room for is told as that, is not there, and is taken once there is room", async () => {
  const database = await openDatabase(join(temporaryFolder(), "proxx.sqlite"));
  const ask = (sql: string) => database.ask(() => database.prepare(sql).get());
  const write = () =>
    database.write(() =>
      database.prepare("INSERT INTO records (kind, id, record) VALUES ('test', 'large', ?)").run("x".repeat(1e6)),
    );
  const pages = Number((await ask("PRAGMA page_count"))?.["page_count"]);
  await ask(`PRAGMA max_page_count = ${pages}`);
  await expect(write()).rejects.toMatchObject({ code: "disk_full", retryable: true });
  expect(await ask("SELECT COUNT(*) AS records FROM records")).toEqual({ records: 0 });
  await ask(`PRAGMA max_page_count = ${pages + 1000}`);
  await write();
  expect(await ask("SELECT COUNT(*) AS records FROM records")).toEqual({ records: 1 });
  await database.close();
});
