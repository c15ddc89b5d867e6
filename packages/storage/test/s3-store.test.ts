import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { sha256Of, storeContract } from "../../engine/test/store-contract.ts";
import { createS3Client } from "../src/s3/s3-client.ts";
import { openTestStorage } from "./open-test-storage.ts";
import { startS3Server } from "./s3-server.ts";

storeContract(async () => {
  const server = await startS3Server();
  const { storage } = openTestStorage(server, { cacheFolder: join(temporaryFolder(), "cache") });
  const client = createS3Client({ settings: server.settings, fetch });
  return {
    store: storage.artifacts,
    reuse: storage.openReuse("reuse"),
    async damage({ artifact: { sha256 } }, bytes) {
      const key = `proxx/artifacts/${sha256.slice(0, 2)}/${sha256.slice(2)}`;
      await client.put(key, { bytes: new Blob([bytes]), sha256: sha256Of(bytes) }, { contentType: "video/mp4" });
    },
  };
});
