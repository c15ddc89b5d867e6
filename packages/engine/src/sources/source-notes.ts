import { join } from "node:path";
import { z } from "zod";
import type { RecordLedger } from "../ledger/records.ts";
import { readJsonFile, writeJsonFile } from "../store/json-file.ts";

/** What is known of sources, by names; a help: what is lost is found out again. */
export interface SourceNotes {
  /** As it was written; null where there is none. */
  read(name: string): Promise<unknown>;
  /** In place of the one before. */
  write(name: string, note: unknown): Promise<void>;
}

export function createFileNotes(folder: string): SourceNotes {
  const placeOf = (name: string) => join(folder, `${name}.json`);
  return {
    read: (name) => readJsonFile(placeOf(name), z.unknown()),
    write: (name, note) => writeJsonFile(placeOf(name), note),
  };
}

/** Of all who share the ledger; each tenant's own. What it cannot give is as good as not there. */
export function createLedgerNotes(
  ledger: Pick<RecordLedger, "readRecord" | "saveRecord">,
  tenant: string | null,
): SourceNotes {
  const idOf = (name: string) => JSON.stringify([tenant, name]);
  return {
    read: (name) => ledger.readRecord(KIND, idOf(name)).then(orNull, () => null),
    write: (name, note) => ledger.saveRecord(KIND, idOf(name), note).catch(() => {}),
  };
}

const KIND = "source-note";

function orNull(note: unknown): unknown {
  return note ?? null;
}

/** Of what never changes: what is known here is not asked for elsewhere. */
export function createCachedNotes(here: SourceNotes, elsewhere: SourceNotes): SourceNotes {
  return {
    async read(name) {
      const own = await here.read(name);
      if (own !== null) return own;
      const note = await elsewhere.read(name);
      if (note !== null) await here.write(name, note);
      return note;
    },
    async write(name, note) {
      await Promise.all([here.write(name, note), elsewhere.write(name, note)]);
    },
  };
}
