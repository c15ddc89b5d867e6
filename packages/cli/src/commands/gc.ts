import { resolve } from "node:path";
import { collectGarbage, openPins, type GarbageReport, type Pins } from "@proxx/runtime";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { readEnvironment } from "../input/environment.ts";
import { inExisting } from "../input/in-existing.ts";
import { formatTable } from "../output/format-table.ts";
import { writeStdout } from "../output/write-stdout.ts";

interface DataOption {
  data?: string;
}

export interface CollectOptions extends DataOption {
  olderThan?: number;
  maxSize?: number;
  store?: string;
  delete?: boolean;
  json?: boolean;
}

/** Forgets what is over and old, and removes files that nobody needs; only says so without `--delete`. */
export async function collect(options: CollectOptions): Promise<ExitCode> {
  if (options.olderThan === undefined && options.maxSize === undefined) {
    return refuse("Expected --older-than, --max-size, or both: without them everything stays.");
  }
  const { variables } = readEnvironment();
  const isInBucket = (options.store ?? variables["PROXX_STORE"]?.trim() ?? "") !== "";
  if (isInBucket && options.maxSize !== undefined) {
    return refuse("Expected no --max-size: a bucket does not tell what was used, only --older-than can be said of it.");
  }
  const { data } = inExisting(options);
  const report = await collectGarbage({
    environment: variables,
    home: data === undefined ? undefined : resolve(data),
    store: options.store,
    endedBeforeMs: options.olderThan === undefined ? null : Date.now() - options.olderThan,
    maxBytes: options.maxSize === undefined ? null : options.maxSize * 1024 ** 3,
    isTrial: options.delete !== true,
  });
  if (options.json) await writeStdout(`${JSON.stringify({ deleted: options.delete === true, ...report }, null, 2)}\n`);
  else await writeStdout(describe(report, options.delete === true));
  return EXIT_CODE.success;
}

function describe({ executions, removed, kept }: GarbageReport, isDone: boolean): string {
  const verb = isDone ? "Forgotten" : "Would be forgotten";
  const other = isDone ? "removed" : "would be removed";
  const lines = [
    `${verb}: ${executions} ${executions === 1 ? "execution" : "executions"}; ${other}: ${describeAmount(removed)}.`,
    `Kept: ${describeAmount(kept)}.`,
    ...(isDone ? [] : ["Add --delete to do it."]),
  ];
  return `${lines.join("\n")}\n`;
}

function describeAmount({ files, bytes }: GarbageReport["kept"]): string {
  return `${files} ${files === 1 ? "file" : "files"} (${(bytes / 1e6).toFixed(1)} MB)`;
}

export async function pin(ids: readonly string[], options: DataOption): Promise<ExitCode> {
  const wrong = ids.find((id) => !/^exec_\w+$|^[0-9a-f]{64}$/.test(id));
  if (wrong !== undefined) return refuse(`Expected ids of executions, or SHA-256 of files, got \`${wrong}\`.`);
  return withPins(options, async (pins) => {
    for (const id of ids) {
      const isKnown = await pins.add(id);
      process.stderr.write(`\`${id}\` stays${isKnown ? "" : ", but no execution here has that id"}.\n`);
    }
    return EXIT_CODE.success;
  });
}

export function unpin(ids: readonly string[], options: DataOption): Promise<ExitCode> {
  return withPins(options, async (pins) => {
    let code: ExitCode = EXIT_CODE.success;
    for (const id of ids) {
      if (await pins.remove(id)) continue;
      process.stderr.write(`\`${id}\` is not pinned.\n`);
      code = EXIT_CODE.validation;
    }
    return code;
  });
}

export function listPins(options: DataOption & { json?: boolean }): Promise<ExitCode> {
  return withPins(options, async (pins) => {
    const all = await pins.list();
    const table = formatTable([["pinned", "since"], ...all.map(({ id, pinnedAt }) => [id, pinnedAt])]);
    await writeStdout(options.json ? `${JSON.stringify(all, null, 2)}\n` : `${table}\n`);
    return EXIT_CODE.success;
  });
}

async function withPins(options: DataOption, work: (pins: Pins) => Promise<ExitCode>): Promise<ExitCode> {
  const { data } = inExisting(options);
  const { variables } = readEnvironment();
  const pins = openPins({ environment: variables, home: data === undefined ? undefined : resolve(data) });
  try {
    return await work(pins);
  } finally {
    await pins.close();
  }
}

function refuse(message: string): ExitCode {
  process.stderr.write(`${message}\n`);
  return EXIT_CODE.usage;
}
