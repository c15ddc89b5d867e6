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
