import { setTimeout as pause } from "node:timers/promises";
import type { Sweep } from "@proxx/engine";
import { createS3Client, type S3ClientOptions } from "./s3/s3-client.ts";
import { sweepBucket } from "./store/sweep-bucket.ts";

interface S3SweepOptions extends S3ClientOptions {
  /** Until whoever had found a file has said so in the ledger. @default a minute */
  graceMs?: number | undefined;
}

/** Clears what lies in a bucket. */
export function openS3Sweep({ graceMs = 60_000, ...options }: S3SweepOptions): Sweep {
  const client = createS3Client(options);
  return sweepBucket({ client, prefix: options.settings.prefix, grace: () => pause(graceMs) });
}
