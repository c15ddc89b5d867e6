import { spawn, execFile } from "node:child_process";
import { chownSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findPostgres } from "./find-postgres.ts";

/** A Postgres of one's own, which nobody else can reach: it listens on a socket in its folder. */
export interface PostgresCluster extends AsyncDisposable {
  readonly url: (database: string) => string;
  /** Stops it as if it had crashed. */
  crash(): Promise<void>;
  start(): Promise<void>;
  /** Stops it, and removes all of it. */
  close(): Promise<void>;
}

const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: "''",
  fsync: "on",
  shared_buffers: "'32MB'",
  max_connections: "100",
  ...(process.platform === "linux" && { recovery_init_sync_method: "syncfs" }),
};

/**
 * Makes the cluster, and waits for its input to end, which it does however whoever started it ends. Then nothing is left of it.
 * Arguments: the folder of the programs, and its own.
 */
const KEEPER = `
ctl() { "$1/pg_ctl" -s -w -D "$2/data" -l "$2/log" $3 >>"$2/log" 2>&1; }
if "$1/initdb" -D "$2/data" -U proxx -A trust -E UTF8 --locale=C --no-sync >"$2/log" 2>&1 &&
  cat "$2/settings" >>"$2/data/postgresql.conf" && ctl "$1" "$2" start
then echo ready; else echo failed; fi
cat >/dev/null
ctl "$1" "$2" "-m immediate stop"
rm -rf "$2"
`;

/** `settings` are lines of its `postgresql.conf`. */
export async function startCluster({
  settings = {},
}: { settings?: Readonly<Record<string, string>> } = {}): Promise<PostgresCluster> {
  const programs = findPostgres();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "proxx-postgres-")));
  const lines = Object.entries({ ...SETTINGS, ...settings, unix_socket_directories: `'${folder}'` });
  writeFileSync(join(folder, "settings"), lines.map(([name, value]) => `${name} = ${value}\n`).join(""));
  const owner = unprivileged();
  if (owner !== null) chownSync(folder, owner.uid, owner.gid);
  const options = { ...owner, cwd: folder };
  // A group of its own: what interrupts the run in a terminal leaves the keeper to do its work.
  const keeper = spawn("/bin/sh", ["-c", KEEPER, "postgres-keeper", programs, folder], {
    ...options,
    detached: true,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const closed = new Promise<void>((resolve) => keeper.once("close", () => resolve()));
  const close = async () => {
    keeper.stdin.end();
    await closed;
  };
  const [said] = await Promise.race([nextLine(keeper.stdout), closed.then(() => ["gone"])]);
  if (said !== "ready") {
    const log = readFileSync(join(folder, "log"), "utf8");
    await close();
    throw new Error(`Postgres does not start: ${log}`);
  }
  const control = async (...args: readonly string[]) => {
    await run(join(programs, "pg_ctl"), ["-s", "-w", "-D", "data", "-l", "log", ...args], options);
  };
  return {
    url: (database) => `postgres://proxx@localhost/${database}?host=${encodeURIComponent(folder)}`,
    crash: () => control("-m", "immediate", "stop"),
    start: () => control("start"),
    close,
    [Symbol.asyncDispose]: close,
  };
}

const run = promisify(execFile);

async function nextLine(input: NodeJS.ReadableStream): Promise<string[]> {
  for await (const line of createInterface({ input })) return [line];
  return [];
}

/** Postgres refuses to run as root. */
function unprivileged(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const [, , uid, gid] = users.find(([name]) => name === "postgres") ?? users.find(([name]) => name === "nobody") ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}
