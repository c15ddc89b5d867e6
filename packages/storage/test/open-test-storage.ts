import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { onTestFinished } from "vitest";
import { openS3Storage, type S3StorageOptions, type Storage } from "../src/index.ts";
import type { S3Server } from "./s3-server.ts";

/** The bucket of a server as a machine of its own sees it, with nothing on it yet. */
export function openTestStorage(
  server: S3Server,
  options: Partial<S3StorageOptions> = {},
): { storage: Storage; cacheFolder: string } {
  const cacheFolder = options.cacheFolder ?? join(temporaryFolder(), "cache");
  const storage = openS3Storage({
    settings: server.settings,
    fetch,
    probe: () => Promise.reject(new Error("Expected what is known not to be looked for")),
    maxCacheBytes: 1024 ** 3,
    // What is tried again is tried at once.
    wait: async () => {},
    ...options,
    cacheFolder,
  });
  onTestFinished(() => storage.close());
  return { storage, cacheFolder };
}
