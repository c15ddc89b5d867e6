import type { SpecJournal } from "./spec-journal.ts";

interface PatientOptions {
  /** Throws when the folder is not this runner's any more. */
  assertHeld: () => Promise<void>;
  /** Told when nothing can be written to `running/`; resolves when it is time to try again. */
  held: (why: string) => Promise<void>;
  /** Told when it can be written again. */
  resumed: () => void;
  signal: AbortSignal;
}

/**
 * The journal of a job that runs. An hour of encoding is not given up because the disk of the watch folder is full at the
 * moment it ends: the clip waits for its final name until that can be told. And none gets one that another runner may have
 * reported as interrupted meanwhile.
 */
export function patientJournal(
  journal: SpecJournal,
  { assertHeld, held, resumed, signal }: PatientOptions,
): SpecJournal {
  return {
    ...journal,
    append: async (entry) => {
      for (let waited = false; ; waited = true) {
        await assertHeld();
        try {
          await journal.append(entry);
          if (waited) resumed();
          return;
        } catch (error) {
          if (signal.aborted) throw error;
          await held(`nothing can be written to running/ (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
        }
      }
    },
  };
}
