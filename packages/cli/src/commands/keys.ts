import { openRecords } from "@proxx/runtime";
import { createApiKey, createKeyStore, type KeyRecord, type KeyStore } from "@proxx/server";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { readEnvironment } from "../input/environment.ts";
import { inExisting } from "../input/in-existing.ts";
import { formatTable } from "../output/format-table.ts";
import { writeStdout } from "../output/write-stdout.ts";

interface DataOption {
  data?: string;
}

const DAY_MS = 24 * 3600 * 1000;
const TENANT = /^[A-Za-z0-9][\w.-]{0,63}$/;

export interface CreateKeyOptions extends DataOption {
  tenant?: string;
  expires?: string;
}

/** Makes a key. It alone is on stdout, for a variable of a script; what it is stands on stderr. */
export async function createKey(name: string, options: CreateKeyOptions): Promise<ExitCode> {
  const now = Date.now();
  const expiresAt = options.expires === undefined ? null : readExpiry(options.expires, now);
  if (options.tenant !== undefined && !TENANT.test(options.tenant)) {
    return refuse("Expected a tenant's name to be up to 64 letters, digits, `_`, `.` or `-`.");
  }
  if (Number.isNaN(expiresAt))
    return refuse("Expected --expires to be a day to come such as 2027-01-31, or days such as 90d.");
  const { key, record } = createApiKey({
    name: name.slice(0, 200),
    tenant: options.tenant ?? null,
    createdAt: new Date(now).toISOString(),
    expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
  });
  await withStore(options, (store) => store.save(record));
  await writeStdout(`${key}\n`);
  process.stderr.write(
    `The key ${record.id} is shown this once. Send it as \`Authorization: Bearer …\`, or set PROXX_API_KEY.\n`,
  );
  return EXIT_CODE.success;
}

export async function listKeys(options: DataOption & { json?: boolean }): Promise<ExitCode> {
  const records = await withStore(inExisting(options), (store) => store.list());
  if (options.json) {
    const shown = records.map(({ sha256: _sha256, ...record }) => record);
    await writeStdout(`${JSON.stringify(shown, null, 2)}\n`);
    return EXIT_CODE.success;
  }
  const rows = records.map((record) => [
    record.id,
    record.name,
    record.tenant ?? "(operator)",
    record.createdAt,
    stateOf(record),
  ]);
  await writeStdout(`${formatTable([["id", "name", "tenant", "created", "state"], ...rows])}\n`);
  return EXIT_CODE.success;
}

export async function revokeKey(given: string, options: DataOption): Promise<ExitCode> {
  const id = /^proxx_([a-z0-9]{12})_/.exec(given)?.[1] ?? given;
  const isKnown = await withStore(inExisting(options), async (store) => {
    const record = await store.find(id);
    if (record?.revokedAt === null) await store.save({ ...record, revokedAt: new Date().toISOString() });
    return record !== null;
  });
  if (!isKnown) return refuse("There is no such key; `proxx keys list` shows all of them.");
  process.stderr.write(`The key ${id} may be used no more.\n`);
  return EXIT_CODE.success;
}

async function withStore<Result>({ data }: DataOption, work: (store: KeyStore) => Promise<Result>): Promise<Result> {
  const records = openRecords({ environment: readEnvironment().variables, home: data });
  try {
    return await work(createKeyStore(records));
  } finally {
    await records.close();
  }
}

/** Milliseconds since 1970; NaN for what is no time to come. */
function readExpiry(text: string, now: number): number {
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  const at = days === undefined ? Date.parse(text) : now + Number(days) * DAY_MS;
  return at > now ? at : Number.NaN;
}

function stateOf({ revokedAt, expiresAt }: KeyRecord): string {
  if (revokedAt !== null) return `revoked ${revokedAt}`;
  if (expiresAt === null) return "valid";
  return Date.parse(expiresAt) > Date.now() ? `valid until ${expiresAt}` : `expired ${expiresAt}`;
}

function refuse(message: string): ExitCode {
  process.stderr.write(`${message}\n`);
  return EXIT_CODE.usage;
}
