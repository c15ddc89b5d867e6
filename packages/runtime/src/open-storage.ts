import { join } from "node:path";
import { createFileArtifactStore, type ArtifactStore, type ProbeFile, type ReuseIndex } from "@proxx/engine";
import { createNetwork } from "@proxx/network";
import type { S3Settings, Storage, Uploads } from "@proxx/storage";
import { createFolderUploads } from "./folder-uploads.ts";

export interface OpenedStorage {
  readonly artifacts: ArtifactStore;
  readonly uploads: Uploads;
  /** Undefined where it lies below the home, as the engine does by itself. */
  readonly openReuse: ((path: string) => ReuseIndex) | undefined;
  /** Rejects with what is wrong with where artifacts are kept. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Artifacts in the home; or in a bucket, which is opened when it is first asked for something. */
export function openStorage(about: {
  home: string;
  probe: ProbeFile;
  store: S3Settings | null;
  maxCacheBytes: number;
}): OpenedStorage {
  const { home, probe, store, maxCacheBytes } = about;
  if (store === null) {
    const artifacts = createFileArtifactStore({ folder: join(home, "artifacts"), probe });
    const uploads = createFolderUploads(join(home, "uploads"));
    return { artifacts, uploads, openReuse: undefined, check: async () => {}, close: async () => {} };
  }
  // Where the bucket is says the operator, and no plan.
  const network = createNetwork({ purpose: "result", allowPrivate: true, maxResponseBytes: Number.MAX_SAFE_INTEGER });
  let opened: Promise<Storage> | null = null;
  const storage = () => {
    opened ??= import("@proxx/storage").then(({ openS3Storage }) =>
      openS3Storage({ settings: store, cacheFolder: join(home, "cache"), maxCacheBytes, probe, fetch: network.fetch }),
    );
    return opened;
  };
  return {
    artifacts: {
      put: async (...about) => (await storage()).artifacts.put(...about),
      find: async (...about) => (await storage()).artifacts.find(...about),
      open: async (...about) => (await storage()).artifacts.open(...about),
      hold: async (...about) => (await storage()).artifacts.hold(...about),
    },
    uploads: {
      keep: async (...about) => (await storage()).uploads.keep(...about),
      bring: async (...about) => (await storage()).uploads.bring(...about),
      remove: async (...about) => (await storage()).uploads.remove(...about),
    },
    openReuse(path) {
      const index = async () => (await storage()).openReuse(path);
      return {
        read: async (...about) => (await index()).read(...about),
        write: async (...about) => (await index()).write(...about),
        latest: async (...about) => (await index()).latest(...about),
      };
    },
    check: async () => (await storage()).check(),
    async close() {
      await (await opened)?.close();
      await network.close();
    },
  };
}
