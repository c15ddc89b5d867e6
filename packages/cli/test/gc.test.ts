import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runProxx, temporaryFolder } from "@proxx/testing";
import { expect, it } from "vitest";
import { executionOf, planFolder } from "./plan-folder.ts";

const still = { id: "still", type: "generateImage", params: { prompt: "A tent in the rain" } };

it("only says what would go, until it is told to do it, and leaves what is pinned", async () => {
  const place = planFolder();
  const { env } = place;
  const made = executionOf(await runProxx(["run-plan", place.write([still]), "--progress", "none"], { env }));
  const artifacts = () => readdirSync(join(place.home, "artifacts"), { recursive: true, encoding: "utf8" });
  const before = artifacts();
  expect(await runProxx(["gc"], { env })).toMatchObject({ code: 64, stderr: expect.stringContaining("--older-than") });
  const soon = ["gc", "--older-than", "0m"];
  const said = await runProxx(soon, { env });
  // What was used within the hour stays: it may belong to what has just begun.
  expect(said).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Would be forgotten: 1 execution; .*Kept: 1 file/s),
  });
  expect(await runProxx(["gc", "pin", made.id], { env })).toMatchObject({ code: 0, stderr: `\`${made.id}\` stays.\n` });
  expect(await runProxx(["gc", "pin", "film.mp4"], { env })).toMatchObject({ code: 64 });
  const done = await runProxx([...soon, "--delete", "--json"], { env });
  expect(JSON.parse(done.stdout)).toMatchObject({ deleted: true, executions: 0, removed: { files: 0, bytes: 0 } });
  expect(artifacts()).toEqual(before);
  expect(await runProxx(["gc", "unpin", made.id, "exec_0"], { env })).toMatchObject({
    code: 1,
    stderr: "`exec_0` is not pinned.\n",
  });
  expect((await runProxx([...soon, "--delete"], { env })).stdout).toMatch(/^Forgotten: 1 execution; /);
  expect((await runProxx(["db", "check"], { env })).stdout).toContain("0 executions");
});

it("pins in the folder that is named, wherever on the line", async () => {
  const env = { PROXX_HOME: join(temporaryFolder(), "another") };
  const data = ["--data", temporaryFolder()];
  const pinned = await runProxx(["gc", "pin", "exec_1", ...data], { env });
  expect(pinned).toMatchObject({ code: 0, stderr: "`exec_1` stays, but no execution here has that id.\n" });
  expect(await runProxx(["gc", ...data, "pin", "exec_2"], { env })).toMatchObject({ code: 0 });
  const ids = async () => {
    const { stdout } = await runProxx(["gc", "pins", "--json", ...data], { env });
    return (JSON.parse(stdout) as { id: string }[]).map(({ id }) => id).toSorted();
  };
  expect(await ids()).toEqual(["exec_1", "exec_2"]);
  expect(await runProxx(["gc", "unpin", "exec_1", ...data], { env })).toMatchObject({ code: 0 });
  expect(await ids()).toEqual(["exec_2"]);
  expect(existsSync(env.PROXX_HOME)).toBe(false);
});
