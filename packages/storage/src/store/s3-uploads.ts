import { ProxxError } from "@proxx/contract";
import { downloadObject } from "../s3/download-object.ts";
import type { S3Client } from "../s3/s3-client.ts";
import { uploadFile } from "../s3/upload-file.ts";

/** A file that a client has sent. */
export interface SentFile {
  readonly id: string;
  readonly sha256: string;
  readonly size: number;
}

/** Files that clients have sent, each by its id. */
export interface Uploads {
  /** Takes the file at `path`, which may be gone after it. */
  keep(sent: SentFile, path: string): Promise<void>;
  /** Brings one into a new file at `path`. Rejects with `source_missing` where it is not there, or not what was sent. */
  bring(sent: SentFile, path: string, options: { readonly signal?: AbortSignal | undefined }): Promise<void>;
  /** One that is not there is no fault. */
  remove(id: string): Promise<void>;
}

/** Each an object of its own: what a client deletes is nobody else's. */
export function createS3Uploads(client: S3Client, prefix: string, partBytes: number | undefined): Uploads {
  const keyOf = (id: string) => `${prefix}uploads/${id}`;
  return {
    async keep({ id, sha256, size }, path) {
      await uploadFile(client, keyOf(id), { path, size, sha256, mediaType: "application/octet-stream" }, { partBytes });
    },
    async bring({ id, sha256, size }, path, { signal }) {
      const { state } = await downloadObject(client, keyOf(id), { path, size, sha256, signal });
      if (state === "whole") return;
      throw new ProxxError("source_missing", `The file ${id} is ${WHAT_IS_WRONG[state]}.`, { hint: "Send it again." });
    },
    remove: (id) => client.remove(keyOf(id)),
  };
}

const WHAT_IS_WRONG = { gone: "not in the bucket any more", altered: "not what was sent any more" } as const;
