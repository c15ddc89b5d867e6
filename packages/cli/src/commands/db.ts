import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { ProxxError } from "@proxx/contract";
import { openArchive, readLines, writeLines, type Archive } from "@proxx/database";
import { databaseOf, openRecords, SECRETS_KEY_RECORD } from "@proxx/runtime";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { readEnvironment } from "../input/environment.ts";
import { inExisting } from "../input/in-existing.ts";
import { writeStdout } from "../output/write-stdout.ts";

interface DataOption {
  data?: string;
}

export function migrateDatabase(options: DataOption): Promise<ExitCode> {
  return withArchive(options, async ({ form }) => {
    process.stderr.write(`The database has the form ${form}, which is this version's.\n`);
    return EXIT_CODE.success;
  });
}

export function checkDatabase(options: DataOption & { json?: boolean }): Promise<ExitCode> {
  return withArchive(inExisting(options), async (archive) => {
    const report = await archive.check();
    const { database, form, executions, unfinished, problems } = report;
    const text = [
      `${database}, form ${form}: ${describeCount(executions)}, of which ${unfinished} ${unfinished === 1 ? "has" : "have"} not ended.`,
      ...(problems.length === 0 ? ["Nothing is wrong."] : problems),
    ];
    await writeStdout(options.json ? `${JSON.stringify(report, null, 2)}\n` : `${text.join("\n")}\n`);
    return problems.length === 0 ? EXIT_CODE.success : EXIT_CODE.validation;
  });
}

function describeCount(executions: number): string {
  return executions === 1 ? "1 execution" : `${executions} executions`;
}

/** So much is written at once. */
const CHUNK_LENGTH = 256 * 1024;

export function exportDatabase(options: DataOption & { output?: string }): Promise<ExitCode> {
  return withArchive(inExisting(options), async (archive) => {
    if (options.output === undefined) {
      for await (const text of inChunks(writeLines(archive))) await writeStdout(text);
      return EXIT_CODE.success;
    }
    // What stands there already is somebody's. Keys are in it, sealed, and all that was asked for.
    await using file = await open(options.output, "wx", 0o600).catch((cause: NodeJS.ErrnoException) => {
      throw cannotOpen(`The archive cannot be written: ${cause.message}.`, "Name a file that is not there yet.", cause);
    });
    for await (const text of inChunks(writeLines(archive))) await file.write(text);
    await file.sync();
    return EXIT_CODE.success;
  });
}

export function importDatabase(path: string, options: DataOption): Promise<ExitCode> {
  return withArchive(options, async (archive) => {
    const input = path === "-" ? process.stdin : await openFile(path);
    await archive.fill(readLines(linesOf(input), archive));
    const { executions } = await archive.check();
    process.stderr.write(`${describeCount(executions)} ${executions === 1 ? "was" : "were"} taken.\n`);
    return EXIT_CODE.success;
  });
}

/** Read from when they are asked for: what was read before that would be lost. */
async function* linesOf(input: Readable): AsyncGenerator<string> {
  yield* createInterface({ input, crlfDelay: Infinity });
}

async function openFile(path: string) {
  const file = await open(path).catch((cause: NodeJS.ErrnoException) => {
    throw cannotOpen(
      `The archive cannot be read: ${cause.message}.`,
      "Name what `proxx db export` has written.",
      cause,
    );
  });
  return createReadStream(path, { fd: file });
}

function cannotOpen(message: string, hint: string, cause: Error): ProxxError {
  return new ProxxError("document_unreadable", message, { hint, cause });
}

async function* inChunks(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let chunk = "";
  for await (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk;
}

/** Lets the next server or worker that starts say with which key secrets are sealed. */
export async function forgetKey(options: DataOption): Promise<ExitCode> {
  const { data } = inExisting(options);
  const { variables } = readEnvironment();
  const records = openRecords({ environment: variables, home: data === undefined ? undefined : resolve(data) });
  try {
    const { kind, id } = SECRETS_KEY_RECORD;
    const isForgotten = await records.deleteRecord(kind, id);
    process.stderr.write(isForgotten ? "The next one that starts gives the key.\n" : "There was no key to forget.\n");
    return EXIT_CODE.success;
  } finally {
    await records.close();
  }
}

async function withArchive({ data }: DataOption, work: (archive: Archive) => Promise<ExitCode>): Promise<ExitCode> {
  const { variables } = readEnvironment();
  const home = data === undefined ? undefined : resolve(data);
  const archive = await openArchive(databaseOf({ environment: variables, home }));
  try {
    return await work(archive);
  } finally {
    await archive.close();
  }
}
