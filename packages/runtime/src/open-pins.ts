import { PIN_KIND } from "@proxx/database";
import { z } from "zod";
import { openLedgerLazily } from "./open-records.ts";
import { databaseOf, type RuntimeOptions } from "./runtime-settings.ts";

const pinSchema = z.object({ id: z.string(), pinnedAt: z.string() });
type Pin = z.output<typeof pinSchema>;

/** Executions, and files by their hash, that stay however old they are. */
export interface Pins {
  /** False where it is an execution's that is not known here, which is pinned all the same. */
  add(id: string): Promise<boolean>;
  /** Whether it was pinned. */
  remove(id: string): Promise<boolean>;
  list(): Promise<Pin[]>;
  close(): Promise<void>;
}

const MOST_PINS = 100_000;

export function openPins(options: Pick<RuntimeOptions, "environment" | "home">): Pins {
  const records = openLedgerLazily(databaseOf(options));
  return {
    async add(id) {
      await records.saveRecord(PIN_KIND, id, { id, pinnedAt: new Date().toISOString() });
      return !id.startsWith("exec_") || (await records.read(id)) !== null;
    },
    remove: (id) => records.deleteRecord(PIN_KIND, id),
    list: async () => pinSchema.array().parse(await records.listRecords(PIN_KIND, MOST_PINS)),
    close: () => records.close(),
  };
}
