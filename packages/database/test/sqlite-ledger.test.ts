import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { describe, onTestFinished } from "vitest";
import { ledgerContract } from "../../engine/test/ledger-contract.ts";
import { openSqliteLedger } from "../src/index.ts";

describe("the ledger on SQLite", () => {
  ledgerContract(async () => {
    const ledger = await openSqliteLedger(join(temporaryFolder(), "proxx.sqlite"));
    onTestFinished(() => ledger.close());
    return ledger;
  });
});
