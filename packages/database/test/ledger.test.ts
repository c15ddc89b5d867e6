import { onTestFinished } from "vitest";
import { ledgerContract } from "../../engine/test/ledger-contract.ts";
import { openLedger } from "../src/index.ts";
import { onEachDatabase } from "./each-database.ts";

onEachDatabase((createPlace) =>
  ledgerContract(async () => {
    const ledger = await openLedger(await createPlace());
    onTestFinished(() => ledger.close());
    return ledger;
  }),
);
