import { readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { runProxx, temporaryFolder } from "@proxx/testing";
import { expect, onTestFinished, test } from "vitest";

const run = (home: string, ...args: string[]) => runProxx(["voices", ...args], { env: { PROXX_HOME: home } });

test("lists the voices that can be added, with what they may be used for", async () => {
  const home = temporaryFolder();
  const { code, stdout } = await run(home);
  expect(code).toBe(0);
  expect(stdout).toMatch(/piper:thorsten +de-DE +67 MB +CC0 1\.0 +Thorsten, a man/);
  expect(stdout).toMatch(/kokoro:en +en-US +103 MB +Apache 2\.0/);
  const listed = JSON.parse((await run(home, "--json")).stdout) as { voices: object[]; folder: string };
  expect(listed.folder).toBe(join(home, "voices"));
  expect(listed.voices).toContainEqual(
    expect.objectContaining({ name: "piper:siwis", folder: null, bytes: 67_207_459 }),
  );
  expect(readdirSync(home)).toEqual([]);
});

test("takes no other file than the voice's, from wherever it comes, and says so", async () => {
  const home = temporaryFolder();
  const file = join(home, "other.tar.bz2");
  writeFileSync(file, "other");
  const server = createServer((_request, response) => response.end("<html>Please sign in</html>"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const from = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v`;
  const of = (...args: string[]) => run(home, "add", "piper:thorsten", "--from", ...args);
  expect(await of(file)).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(
      /Licence: CC0 1\.0 \(https:[^]*is not the archive of piper:thorsten: 5 bytes, expected 67214254/,
    ) as string,
  });
  expect(await of(join(home, "none"))).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("There is no file") as string,
  });
  expect(await of(from)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("--allow-private-sources") as string,
  });
  expect(await of(from, "--allow-private-sources")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("is not the archive") as string,
  });
  expect(readdirSync(join(home, "voices"))).toEqual([]);
});

test("says which voice is meant, and that one is not there", async () => {
  const home = temporaryFolder();
  expect(await run(home, "add", "piper:torsten")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("piper:thorsten") as string,
  });
  expect(await run(home, "remove", "piper:thorsten")).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("was not there") as string,
  });
});
