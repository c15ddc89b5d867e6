import type { Execution } from "@proxx/contract";
import { admit } from "./admit.ts";
import type { CheckedStart } from "./check-start.ts";
import type { EngineSettings } from "./engine-options.ts";
import { askLedger, askToBegin } from "./ledger/ask-ledger.ts";
import { describeRecord } from "./ledger/describe-record.ts";
import { followRecord } from "./ledger/follow-record.ts";
import { RequestTaken } from "./ledger/request-key.ts";
import type { RunningExecution } from "./running-execution.ts";
import type { StartOptions } from "./start-options.ts";

/**
 * Takes a plan, and leaves it to others to run it. What becomes of it is looked for only from when somebody waits for its end, and
 * is told then without what happens in between.
 */
export async function startElsewhere(
  checked: CheckedStart,
  options: StartOptions,
  about: {
    settings: EngineSettings;
    cancel: (executionId: string, tenant: string | null) => Promise<Execution | null>;
    closing: AbortSignal;
  },
): Promise<RunningExecution> {
  const { settings, cancel, closing } = about;
  const { ledger, sealer, now } = settings;
  const { record } = await admit(checked, options, { worker: null, nowMs: now(), sealer });
  const { id, tenant } = record;
  const requested = await askToBegin(() => ledger.create(record), closing);
  if (requested.executionId !== id) throw new RequestTaken(requested);
  const created = await askLedger(() => ledger.read(id), closing);
  if (created === null) throw new TypeError(`Expected the execution ${id} to have been created`);
  let document = describeRecord(created);
  let finished: Promise<Execution> | null = null;

  async function follow(): Promise<Execution> {
    await followRecord(ledger, id, {
      closing,
      onChange: (changed) => {
        document = changed;
      },
    });
    return document;
  }

  const end = async () => (await cancel(id, tenant)) ?? document;
  options.signal?.addEventListener("abort", () => void end(), { once: true });
  const handle: RunningExecution = {
    id,
    snapshot: () => document,
    get finished() {
      finished ??= follow();
      return finished;
    },
    onProgress: () => () => {},
    onEvent: () => () => {},
    async cancel() {
      await end();
      return handle.finished;
    },
    wake: (jobId) => void ledger.leave(id, { kind: "due", jobId }).catch(() => {}),
  };
  return handle;
}
