import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { createFileArtifactStore } from "../src/index.ts";
import { createReuseIndex } from "../src/store/reuse-index.ts";
import { storeContract } from "./store-contract.ts";

storeContract(() => {
  const folder = temporaryFolder();
  const probe = () => Promise.reject(new Error("Expected what is known not to be looked for"));
  return {
    store: createFileArtifactStore({ folder: join(folder, "artifacts"), probe }),
    reuse: createReuseIndex(join(folder, "reuse")),
    async damage({ path }, bytes) {
      chmodSync(path, 0o644);
      writeFileSync(path, bytes);
    },
  };
});
