export type { Archive, ArchivedRow, ArchiveReport } from "./archive/archive.ts";
export { readLines, writeLines } from "./archive/archive-lines.ts";
export { openArchive } from "./archive/open-archive.ts";
export { copyDatabase } from "./sqlite/copy-database.ts";
export { openLedger } from "./open-ledger.ts";
export { openRetention } from "./retention/open-retention.ts";
export { PIN_KIND, type Retention } from "./retention/retention.ts";
