import { ProxxError } from "@proxx/contract";
import type { Ledger } from "@proxx/engine";

/** So often it is told that the database is away or full, while that lasts and it is asked again and again. */
const TELL_AGAIN_MS = 60_000;

/**
 * A ledger that is opened when it is first asked for something, and closed if it was. From then on somebody is told when it cannot
 * answer for a while: whoever asks waits for it, and says nothing.
 */
export function createLazyLedger(
  open: () => Promise<Ledger>,
  { onFault, now }: { onFault: (fault: unknown) => void; now: () => number },
): Ledger {
  let opened: Promise<Ledger> | null = null;
  let ready: Ledger | null = null;
  const ledger = () => {
    opened ??= open().then(
      (ledger) => (ready = ledger),
      (error: unknown) => {
        opened = null;
        throw error;
      },
    );
    return opened;
  };
  let toldAtMs = Number.NEGATIVE_INFINITY;
  const ask = async <Answer>(question: (ledger: Ledger) => Promise<Answer>) => {
    const opened = await ledger();
    try {
      return await question(opened);
    } catch (error) {
      const isAway = error instanceof ProxxError && error.retryable;
      if (isAway && now() - toldAtMs >= TELL_AGAIN_MS) {
        toldAtMs = now();
        onFault(error);
      }
      throw error;
    }
  };
  return {
    create: (...about) => ask((ledger) => ledger.create(...about)),
    findArtifact: (...about) => ask((ledger) => ledger.findArtifact(...about)),
    findRequest: (...about) => ask((ledger) => ledger.findRequest(...about)),
    read: (...about) => ask((ledger) => ledger.read(...about)),
    count: (...about) => ask((ledger) => ledger.count(...about)),
    list: (...about) => ask((ledger) => ledger.list(...about)),
    move: (...about) => ask((ledger) => ledger.move(...about)),
    saveRecord: (...about) => ask((ledger) => ledger.saveRecord(...about)),
    addRecord: (...about) => ask((ledger) => ledger.addRecord(...about)),
    readRecord: (...about) => ask((ledger) => ledger.readRecord(...about)),
    listRecords: (...about) => ask((ledger) => ledger.listRecords(...about)),
    deleteRecord: (...about) => ask((ledger) => ledger.deleteRecord(...about)),
    createJobSpec: (...about) => ask((ledger) => ledger.createJobSpec(...about)),
    readJobSpec: (...about) => ask((ledger) => ledger.readJobSpec(...about)),
    listJobSpecs: (...about) => ask((ledger) => ledger.listJobSpecs(...about)),
    takeJobSpec: (...about) => ask((ledger) => ledger.takeJobSpec(...about)),
    keepJobSpec: (...about) => ask((ledger) => ledger.keepJobSpec(...about)),
    cancelJobSpec: (...about) => ask((ledger) => ledger.cancelJobSpec(...about)),
    noteClip: (...about) => ask((ledger) => ledger.noteClip(...about)),
    clipNotes: (...about) => ask((ledger) => ledger.clipNotes(...about)),
    takeDeliveries: (...about) => ask((ledger) => ledger.takeDeliveries(...about)),
    keepDelivery: (...about) => ask((ledger) => ledger.keepDelivery(...about)),
    readDelivery: (...about) => ask((ledger) => ledger.readDelivery(...about)),
    listDeliveries: (...about) => ask((ledger) => ledger.listDeliveries(...about)),
    redeliver: (...about) => ask((ledger) => ledger.redeliver(...about)),
    report: (...about) => ask((ledger) => ledger.report(...about)),
    events: (...about) => ask((ledger) => ledger.events(...about)),
    leave: (...about) => ask((ledger) => ledger.leave(...about)),
    writeNote: (...about) => ask((ledger) => ledger.writeNote(...about)),
    readNote: (...about) => ask((ledger) => ledger.readNote(...about)),
    jobWaitingFor: (...about) => ask((ledger) => ledger.jobWaitingFor(...about)),
    greet: (...about) => ask((ledger) => ledger.greet(...about)),
    mail: (...about) => ask((ledger) => ledger.mail(...about)),
    // Whoever waits for mail has greeted before.
    onMail: (...about) => ready?.onMail(...about) ?? null,
    workers: () => ask((ledger) => ledger.workers()),
    dismiss: (...about) => ask((ledger) => ledger.dismiss(...about)),
    left: () => ask((ledger) => ledger.left()),
    takeOver: (...about) => ask((ledger) => ledger.takeOver(...about)),
    dropClaims: (...about) => ask((ledger) => ledger.dropClaims(...about)),
    onTasks: (...about) => ready?.onTasks(...about) ?? null,
    unplaced: (...about) => ask((ledger) => ledger.unplaced(...about)),
    takeTask: (...about) => ask((ledger) => ledger.takeTask(...about)),
    endTask: (...about) => ask((ledger) => ledger.endTask(...about)),
    reportTasks: (...about) => ask((ledger) => ledger.reportTasks(...about)),
    lentJobs: (...about) => ask((ledger) => ledger.lentJobs(...about)),
    figures: () => ask((ledger) => ledger.figures()),
    async close() {
      await (await opened?.catch(() => null))?.close();
    },
  };
}
