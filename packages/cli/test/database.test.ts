import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
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

it("moves executions from one database to another, and looks both over", async () => {
  const url = await createDatabase();
  const from = planFolder(temporaryFolder());
  const to = planFolder(temporaryFolder());
  const onPostgres = { env: { ...from.env, DATABASE_URL: url } };
  expect(await runProxx(["db", "migrate"], onPostgres)).toMatchObject({ code: 0, stdout: "" });
  const made = await runProxx(["run-plan", from.write([still]), "--progress", "none"], onPostgres);
  const execution = executionSchema.parse(JSON.parse(made.stdout));

  const file = join(from.folder, "executions.jsonl");
  expect(await runProxx(["db", "export", "-o", file], onPostgres)).toMatchObject({ code: 0, stdout: "" });
  expect((await runProxx(["db", "export"], onPostgres)).stdout).toBe(readFileSync(file, "utf8"));
  expect(await runProxx(["db", "export", "-o", file], onPostgres)).toMatchObject({ code: 4 });
  expect(statSync(file).mode & 0o777).toBe(0o600);

  const data = ["--data", to.home];
  expect(await runProxx(["db", "import", file, ...data], { env: to.env })).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("1 execution was taken"),
  });
  expect(await runProxx(["db", "import", file, ...data], { env: to.env })).toMatchObject({
    code: 4,
    stderr: expect.stringContaining("There are executions in the database already"),
  });
  const checked = await runProxx(["db", "check", "--json", ...data], { env: to.env });
  expect(checked.code).toBe(0);
  expect(JSON.parse(checked.stdout)).toMatchObject({ executions: 1, unfinished: 0, problems: [] });
  const text = await runProxx(["db", "check"], onPostgres);
  expect(text).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Postgres \d+.*: 1 execution, of which 0 have not ended\.\nNothing is wrong/),
  });

  using database = new DatabaseSync(join(to.home, "proxx.sqlite"));
  expect(database.prepare("SELECT id FROM executions").all()).toEqual([{ id: execution.id }]);
  database.exec("DELETE FROM plans");
  const wrong = await runProxx(["db", "check", ...data], { env: to.env });
  expect(wrong).toMatchObject({ code: 1, stdout: expect.stringContaining("Executions that have no plan: 1.") });
});
