import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import {
  createFileArtifactStore,
  makeWorkFolder,
  type ArtifactStore,
  type ProbeFile,
  type ReuseIndex,
} from "@proxx/engine";
import { createS3Client, type S3ClientOptions } from "./s3/s3-client.ts";
import { createCacheFolder } from "./store/cache-folder.ts";
import { createS3ArtifactStore } from "./store/s3-artifact-store.ts";
import { createS3ReuseIndex } from "./store/s3-reuse-index.ts";
import { createS3Uploads, type Uploads } from "./store/s3-uploads.ts";

export interface S3StorageOptions extends S3ClientOptions {
  /** For what of buckets lies on this machine. Absolute; made when it is missing. */
  cacheFolder: string;
  /** Of what lies there. */
  maxCacheBytes: number;
  probe: ProbeFile;
  /** Of a part of a large file. @default 16 MiB */
  partBytes?: number | undefined;
  /** What was used within this time stays on this machine in any case. @default ten minutes */
  recentMs?: number | undefined;
}

/** Where artifacts are, and what is known of how they were made. */
export interface Storage {
  readonly artifacts: ArtifactStore;
  readonly uploads: Uploads;
  openReuse(path: string): ReuseIndex;
  /** Rejects with what is wrong with the bucket, or with what it is asked with. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export function openS3Storage(options: S3StorageOptions): Storage {
  const { settings, probe, maxCacheBytes: maxBytes, recentMs, now = Date.now } = options;
  const client = createS3Client(options);
  const { endpoint, bucket, prefix } = settings;
  // What was put into one bucket is not in another.
  const name = createHash("sha256")
    .update(JSON.stringify([endpoint, bucket, prefix]))
    .digest("hex");
  const folder = join(options.cacheFolder, name);
  const cache = createCacheFolder({ folder, maxBytes, recentMs, now });
  let workFolder: Promise<string> | null = null;
  return {
    artifacts: createS3ArtifactStore({
      client,
      prefix,
      local: createFileArtifactStore({ folder, probe }),
      folder,
      cache,
      workFolder: () => (workFolder ??= makeWorkFolder(join(folder, "coming"))),
      partBytes: options.partBytes,
    }),
    uploads: createS3Uploads(client, prefix, options.partBytes),
    openReuse: (path) => createS3ReuseIndex(client, `${prefix}${path}/`, now),
    check: async () => void (await client.list(prefix, { limit: 1 })),
    async close() {
      await cache.settled();
      if (workFolder !== null) await rm(await workFolder, { recursive: true, force: true });
    },
  };
}
