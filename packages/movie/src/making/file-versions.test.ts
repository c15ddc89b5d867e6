import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { fileVersions } from "./file-versions.ts";

test("tells of a file once for each thing that stands in it: written, replaced, or gone and there again", async () => {
  const path = join(temporaryFolder(), "script.yaml");
  const ended = new AbortController();
  const seen: string[] = [];
  const next = [
    () => writeFileSync(path, "two"),
    () => {
      writeFileSync(`${path}.new`, "three");
      renameSync(`${path}.new`, path);
    },
    () => {
      // The same again is nothing new.
      writeFileSync(path, "three");
      rmSync(path);
      writeFileSync(path, "four");
    },
    () => ended.abort(),
  ];
  writeFileSync(path, "one");
  for await (const text of fileVersions(path, { signal: ended.signal, pollMs: 20, settleMs: 5 })) {
    seen.push(text);
    next.shift()?.();
  }
  expect(seen).toEqual(["one", "two", "three", "four"]);
});

test("waits for a file that is not there yet", async () => {
  const path = join(temporaryFolder(), "script.yaml");
  const ended = new AbortController();
  const versions = fileVersions(path, { signal: ended.signal, pollMs: 10, settleMs: 1 });
  const first = versions.next();
  writeFileSync(path, "there");
  expect(await first).toEqual({ done: false, value: "there" });
  ended.abort();
  expect((await versions.next()).done).toBe(true);
});
