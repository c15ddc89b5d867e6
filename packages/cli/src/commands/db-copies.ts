import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { ProxxError } from "@proxx/contract";
import { copyDatabase, openArchive } from "@proxx/database";
import { publishFile } from "@proxx/media";
import { databaseOf } from "@proxx/runtime";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { readEnvironment } from "../input/environment.ts";

interface DataOption {
  data?: string;
}

/** Copies the file of executions to a new one, also while it is used. */
export async function backUpDatabase(target: string, options: DataOption): Promise<ExitCode> {
  await publishCopy(fileOf(options), resolve(target));
  process.stderr.write(`The executions are in ${target}. Files and secrets.key are beside it in the data folder.\n`);
  return EXIT_CODE.success;
}

/** Puts such a copy where the executions of a data folder are kept, which has none yet. */
export async function restoreDatabase(source: string, options: DataOption): Promise<ExitCode> {
  const file = fileOf(options);
  await mkdir(dirname(file), { recursive: true });
  await publishCopy(resolve(source), file);
  const archive = await openArchive({ url: null, file });
  try {
    const { executions, unfinished } = await archive.check();
    process.stderr.write(`Executions: ${executions}, of which ${unfinished} are gone on with by whoever starts.\n`);
    return EXIT_CODE.success;
  } finally {
    await archive.close();
  }
}

function fileOf({ data }: DataOption): string {
  const { variables } = readEnvironment();
  const { url, file } = databaseOf({ environment: variables, home: data === undefined ? undefined : resolve(data) });
  if (url === null) return file;
  throw new ProxxError("database_unusable", "The executions are on the Postgres of DATABASE_URL.", {
    hint: "Copy that with `pg_dump --format=custom --schema=proxx` and `pg_restore`, or leave DATABASE_URL out.",
  });
}

/** Under its final name when it is whole, where nothing has that name. Sealed keys are in it, and all that was asked for. */
async function publishCopy(from: string, to: string): Promise<void> {
  const log = existsSync(to) ? undefined : ["-wal", "-journal"].map((end) => to + end).find((path) => existsSync(path));
  if (log !== undefined) throw leftBy(to, log);
  const working = `${to}.${randomUUID()}.partial`;
  try {
    await (await open(working, "wx", 0o600)).close();
    await copyDatabase(from, working);
    await publishFile(working, to, "exactly");
  } finally {
    for (const end of ["", "-journal", "-wal", "-shm"]) await rm(`${working}${end}`, { force: true });
  }
}

/** SQLite would read it into the copy, and whoever still has the database before that open would go on writing it. */
function leftBy(database: string, log: string): ProxxError {
  return new ProxxError("output_exists", `${log} belongs to another database, which was at ${database}.`, {
    hint: "Stop whatever uses that one, then move the file away, with the one that ends in -shm.",
  });
}
