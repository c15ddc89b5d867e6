import type { Ledger } from "@proxx/engine";

/** A ledger that is opened when it is first asked for something, and closed if it was. */
export function createLazyLedger(open: () => Promise<Ledger>): Ledger {
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
  return {
    create: async (...about) => (await ledger()).create(...about),
    findArtifact: async (...about) => (await ledger()).findArtifact(...about),
    findRequest: async (...about) => (await ledger()).findRequest(...about),
    read: async (...about) => (await ledger()).read(...about),
    count: async (...about) => (await ledger()).count(...about),
    list: async (...about) => (await ledger()).list(...about),
    move: async (...about) => (await ledger()).move(...about),
    saveRecord: async (...about) => (await ledger()).saveRecord(...about),
    addRecord: async (...about) => (await ledger()).addRecord(...about),
    readRecord: async (...about) => (await ledger()).readRecord(...about),
    listRecords: async (...about) => (await ledger()).listRecords(...about),
    deleteRecord: async (...about) => (await ledger()).deleteRecord(...about),
    createJobSpec: async (...about) => (await ledger()).createJobSpec(...about),
    readJobSpec: async (...about) => (await ledger()).readJobSpec(...about),
    listJobSpecs: async (...about) => (await ledger()).listJobSpecs(...about),
    takeJobSpec: async (...about) => (await ledger()).takeJobSpec(...about),
    keepJobSpec: async (...about) => (await ledger()).keepJobSpec(...about),
    cancelJobSpec: async (...about) => (await ledger()).cancelJobSpec(...about),
    noteClip: async (...about) => (await ledger()).noteClip(...about),
    clipNotes: async (...about) => (await ledger()).clipNotes(...about),
    takeDeliveries: async (...about) => (await ledger()).takeDeliveries(...about),
    keepDelivery: async (...about) => (await ledger()).keepDelivery(...about),
    readDelivery: async (...about) => (await ledger()).readDelivery(...about),
    listDeliveries: async (...about) => (await ledger()).listDeliveries(...about),
    redeliver: async (...about) => (await ledger()).redeliver(...about),
    report: async (...about) => (await ledger()).report(...about),
    events: async (...about) => (await ledger()).events(...about),
    leave: async (...about) => (await ledger()).leave(...about),
    writeNote: async (...about) => (await ledger()).writeNote(...about),
    readNote: async (...about) => (await ledger()).readNote(...about),
    jobWaitingFor: async (...about) => (await ledger()).jobWaitingFor(...about),
    greet: async (...about) => (await ledger()).greet(...about),
    mail: async (...about) => (await ledger()).mail(...about),
    // Whoever waits for mail has greeted before.
    onMail: (...about) => ready?.onMail(...about) ?? null,
    workers: async () => (await ledger()).workers(),
    dismiss: async (...about) => (await ledger()).dismiss(...about),
    left: async () => (await ledger()).left(),
    takeOver: async (...about) => (await ledger()).takeOver(...about),
    dropClaims: async (...about) => (await ledger()).dropClaims(...about),
    onTasks: (...about) => ready?.onTasks(...about) ?? null,
    unplaced: async (...about) => (await ledger()).unplaced(...about),
    takeTask: async (...about) => (await ledger()).takeTask(...about),
    endTask: async (...about) => (await ledger()).endTask(...about),
    reportTasks: async (...about) => (await ledger()).reportTasks(...about),
    lentJobs: async (...about) => (await ledger()).lentJobs(...about),
    figures: async () => (await ledger()).figures(),
    async close() {
      await (await opened?.catch(() => null))?.close();
    },
  };
}
