import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { executionSchema, type Execution } from "@proxx/contract";
import { runProxx, startProxx, temporaryFolder } from "@proxx/testing";
import { createTestDatabase, postgresProgram } from "@proxx/testing/postgres";
import { expect, it, onTestFinished } from "vitest";
import { planFolder, type PlanFolder } from "./plan-folder.ts";

const still = { id: "still", type: "generateImage", params: { prompt: "A tent in the rain" } };
/** What a data folder has beside the file of executions. */
const FILES = ["artifacts", "reuse", "secrets.key"];

async function run(place: PlanFolder, plan: string, env: NodeJS.ProcessEnv = {}): Promise<Execution> {
  const made = await runProxx(["run-plan", plan, "--progress", "none"], { env: { ...place.env, ...env } });
  expect(made).toMatchObject({ code: 0 });
  return executionSchema.parse(JSON.parse(made.stdout));
}

/** Builds on an execution that the place knows, and makes the same once more. */
async function goOn(place: PlanFolder, base: Execution, env: NodeJS.ProcessEnv = {}): Promise<void> {
  const jobs = [still, { id: "again", type: "media", params: { url: "$base" } }];
  const outputs = { still: "$still" };
  const plan = place.write(JSON.stringify({ baseExecutionId: base.id, jobs, outputs }), "again.plan.json");
  const { jobs: made } = await run(place, plan, env);
  expect(made.find(({ id }) => id === "still")).toMatchObject({ reused: true });
}

function copyFiles(from: PlanFolder, to: PlanFolder): void {
  // The key of secrets is there as soon as there was a secret, or a server.
  for (const name of FILES.filter((one) => existsSync(join(from.home, one)))) {
    cpSync(join(from.home, name), join(to.home, name), { recursive: true, preserveTimestamps: true });
  }
}

it("comes back from a backup that was made while it was used: executions, files, and what was made of what", async () => {
  const [old, fresh] = [planFolder(), planFolder()];
  const base = await run(old, old.write([still]));
  const server = startProxx(["serve", "--port", "0"], { env: old.env });
  onTestFinished(() => void server.child.kill("SIGKILL"));
  await server.said(/proxx serves at/);
  const copy = join(temporaryFolder(), "monday.sqlite");
  expect(await runProxx(["db", "backup", copy], { env: old.env })).toMatchObject({ code: 0, stdout: "" });
  copyFiles(old, fresh);
  server.child.kill("SIGTERM");
  await server.finished;
  rmSync(old.home, { recursive: true });

  expect(readdirSync(join(copy, ".."))).toEqual(["monday.sqlite"]);
  expect(statSync(copy).mode & 0o777).toBe(0o600);
  expect(await runProxx(["db", "restore", copy], { env: fresh.env })).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("Executions: 1, of which 0"),
  });
  await goOn(fresh, base);
});

it("replaces nothing, and takes nothing that is no database of executions or is damaged", async () => {
  const place = planFolder();
  await run(place, place.write([still]));
  const folder = temporaryFolder();
  const copy = join(folder, "monday.sqlite");
  await runProxx(["db", "backup", copy], { env: place.env });
  const bytes = readFileSync(copy);
  const wrongs: readonly [args: readonly string[], message: RegExp][] = [
    [["db", "backup", copy], /already exists/],
    [["db", "restore", copy], /already exists/],
    [["db", "restore", join(folder, "none.sqlite"), "--data", join(folder, "a")], /cannot be opened/],
    [["db", "restore", join(folder, "text.sqlite"), "--data", join(folder, "b")], /cannot be copied/],
    [["db", "restore", join(folder, "half.sqlite"), "--data", join(folder, "c")], /cannot be copied|is damaged/],
  ];
  writeFileSync(join(folder, "text.sqlite"), "nothing\n".repeat(1000));
  writeFileSync(join(folder, "half.sqlite"), bytes.subarray(0, bytes.length / 2));
  for (const [args, message] of wrongs) {
    const refused = await runProxx(args, { env: place.env });
    expect(refused).toMatchObject({ code: 4, stderr: expect.stringMatching(message) });
  }
  expect(readFileSync(copy).equals(bytes)).toBe(true);
  for (const name of ["a", "b", "c"]) expect(readdirSync(join(folder, name))).toEqual([]);
});

it("puts no copy beside the log of another database, which would be read into it", async () => {
  const place = planFolder();
  await run(place, place.write([still]));
  const copy = join(place.folder, "monday.sqlite");
  expect(await runProxx(["db", "backup", copy], { env: place.env })).toMatchObject({ code: 0 });
  const server = startProxx(["serve", "--port", "0"], { env: place.env });
  onTestFinished(() => void server.child.kill("SIGKILL"));
  await server.said(/proxx serves at/);
  // As somebody does who wants the copy in its place while it is used, or after a power cut.
  rmSync(join(place.home, "proxx.sqlite"));
  expect(readdirSync(place.home)).toContain("proxx.sqlite-wal");

  expect(await runProxx(["db", "restore", copy], { env: place.env })).toMatchObject({
    code: 4,
    stderr: expect.stringMatching(/proxx\.sqlite-wal .*another database[^]*Stop/),
  });
  expect(readdirSync(place.home)).not.toContain("proxx.sqlite");
  server.child.kill("SIGKILL");
  await server.finished;
});

it("comes back from a dump of Postgres, which is what its own backup is", async () => {
  const [old, fresh] = [planFolder(), planFolder()];
  const [from, to] = [await createTestDatabase(), await createTestDatabase()];
  onTestFinished(() => from.drop());
  onTestFinished(() => to.drop());
  const base = await run(old, old.write([still]), { DATABASE_URL: from.url });
  const refused = await runProxx(["db", "backup", join(old.folder, "x")], {
    env: { ...old.env, DATABASE_URL: from.url },
  });
  expect(refused).toMatchObject({ code: 4, stderr: expect.stringContaining("pg_dump") });

  const dump = join(temporaryFolder(), "monday.dump");
  execFileSync(postgresProgram("pg_dump"), ["--format=custom", "--schema=proxx", `--file=${dump}`, from.url]);
  copyFiles(old, fresh);
  execFileSync(postgresProgram("pg_restore"), ["--no-owner", "--exit-on-error", `--dbname=${to.url}`, dump]);
  const checked = await runProxx(["db", "check"], { env: { ...fresh.env, DATABASE_URL: to.url } });
  expect(checked).toMatchObject({ code: 0, stdout: expect.stringContaining("1 execution, of which 0") });
  await goOn(fresh, base, { DATABASE_URL: to.url });
});
