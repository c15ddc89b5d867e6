import { setTimeout as pause } from "node:timers/promises";
import type { Execution } from "@proxx/contract";
import { describeRecord } from "./describe-record.ts";
import type { Ledger } from "./ledger.ts";

const LOOK_AGAIN_MS = 250;

/** Looks on until an execution has ended that somebody else moves; an engine that closes takes it as it stands. */
export async function followRecord(
  ledger: Ledger,
  executionId: string,
  { closing, onChange }: { closing: AbortSignal; onChange: (document: Execution) => void },
): Promise<void> {
  for (;;) {
    // What cannot be read now may be there at the next look.
    const record = await ledger.read(executionId).catch(() => null);
    const document = record === null ? null : describeRecord(record);
    if (document !== null) onChange(document);
    if (closing.aborted || (document !== null && document.completedAt !== null)) return;
    await pause(LOOK_AGAIN_MS, undefined, { signal: closing }).catch(() => {});
  }
}
