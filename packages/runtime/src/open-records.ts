import type { Ledger, RecordLedger } from "@proxx/engine";
import { createLazyLedger } from "./lazy-ledger.ts";
import { databaseOf, type RuntimeOptions, type RuntimeSettings } from "./runtime-settings.ts";

/** The ledger that these settings name, opened when it is first asked for something. */
export function openLedgerLazily(
  database: RuntimeSettings["database"],
  onFault: RuntimeSettings["onFault"] = () => {},
): Ledger {
  const open = async () => {
    const { openLedger } = await import("@proxx/database");
    return openLedger(database);
  };
  return createLazyLedger(open, { onFault, now: Date.now });
}

/** What a server keeps beside executions, for whoever needs nothing else of a runtime. */
export interface OpenRecords extends RecordLedger {
  close(): Promise<void>;
}

export function openRecords(options: Pick<RuntimeOptions, "environment" | "home">): OpenRecords {
  return openLedgerLazily(databaseOf(options));
}
