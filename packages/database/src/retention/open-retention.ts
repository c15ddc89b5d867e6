import type { Retention } from "./retention.ts";

/** Where `openLedger` would open it. */
export async function openRetention({ url, file }: { url: string | null; file: string }): Promise<Retention> {
  if (url === null) return (await import("./sqlite-retention.ts")).openSqliteRetention(file);
  return (await import("./postgres-retention.ts")).openPostgresRetention(url);
}
