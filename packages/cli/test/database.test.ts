import { existsSync } from "node:fs";
import { join } from "node:path";
import { executionSchema } from "@proxx/contract";
import { runProxx, temporaryFolder } from "@proxx/testing";
import { createTestDatabase } from "@proxx/testing/postgres";
import { expect, it, onTestFinished } from "vitest";
import { planFolder } from "./plan-folder.ts";

const still = { id: "still", type: "generateImage", params: { prompt: "A tent in the rain" } };

async function createDatabase(): Promise<string> {
  const { url, drop } = await createTestDatabase();
  onTestFinished(drop);
  return url;
}

it("keeps executions on the Postgres of DATABASE_URL, and builds on them there", async () => {
  const url = await createDatabase();
  const one = planFolder(temporaryFolder());
  const run = (place: typeof one, plan: string) =>
    runProxx(["run-plan", plan, "--progress", "none"], { env: { ...place.env, DATABASE_URL: url } });
  const made = await run(one, one.write([still]));
  expect(made).toMatchObject({ code: 0 });
  const base = executionSchema.parse(JSON.parse(made.stdout));
  expect(existsSync(join(one.home, "proxx.sqlite"))).toBe(false);
  const plan = { baseExecutionId: base.id, jobs: [{ id: "again", type: "media", params: { url: "$base" } }] };
  expect(await run(one, one.write(JSON.stringify(plan)))).toMatchObject({ code: 0 });
});

it("says at once where an address is none, or refuses, and never its password", async () => {
  const place = planFolder(temporaryFolder());
  const nowhere = new URL(await createDatabase());
  nowhere.pathname = "/nowhere";
  nowhere.password = "a-secret";
  const cases: readonly [url: string, message: RegExp][] = [
    [nowhere.href, /refuses: database "nowhere" does not exist/],
    ["mysql://proxx:a-secret@localhost/shop", /DATABASE_URL is no address of a Postgres database/],
  ];
  for (const [url, message] of cases) {
    const env = { ...place.env, DATABASE_URL: url };
    for (const args of [
      ["run-plan", place.write([still]), "--progress", "none"],
      ["serve", "--port", "0"],
    ]) {
      const refused = await runProxx(args, { env });
      expect(refused).toMatchObject({ code: 4, stderr: expect.stringMatching(message) });
      expect(refused.stderr + refused.stdout).not.toContain("a-secret");
    }
  }
});
