import type { Archive } from "./archive.ts";

/** What is kept of executions, to be moved to another database or looked over; where `openLedger` would open it. */
export async function openArchive({ url, file }: { url: string | null; file: string }): Promise<Archive> {
  if (url === null) return (await import("./sqlite-archive.ts")).openSqliteArchive(file);
  return (await import("./postgres-archive.ts")).openPostgresArchive(url);
}
