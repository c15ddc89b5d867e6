export { openLedger } from "./open-ledger.ts";
