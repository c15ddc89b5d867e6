import type { Ledger } from "@proxx/engine";

/** The ledger on a Postgres where the address of one is given, else in a file of this machine. Only what is opened is loaded. */
export async function openLedger({ url, file }: { url: string | null; file: string }): Promise<Ledger> {
  if (url === null) return (await import("./sqlite/sqlite-ledger.ts")).openSqliteLedger(file);
  return (await import("./postgres/postgres-ledger.ts")).openPostgresLedger(url);
}
