export { openSqliteLedger } from "./sqlite/sqlite-ledger.ts";
