import { createHash, randomBytes } from "node:crypto";
import { mkdir, open, rm } from "node:fs/promises";
import { extname, join } from "node:path";
import { uploadSchema, type Upload } from "@proxx/contract";
import type { RecordLedger, Uploads } from "@proxx/runtime";
import { z } from "zod";
import { Problem } from "../http/problem.ts";

const recordSchema = uploadSchema.extend({ tenant: z.string().nullable() });

/** Files that clients have sent, until they are deleted. */
export interface UploadStore {
  /** Writes a body to disk as it comes. What breaks off, or is too long, leaves nothing. */
  add(
    body: ReadableStream<Uint8Array>,
    about: { name: string; tenant: string | null; maxBytes: number },
  ): Promise<Upload>;
  /** Null for another tenant's as for one that never was. */
  find(id: string, tenant: string | null): Promise<Upload | null>;
  remove(id: string, tenant: string | null): Promise<boolean>;
}

const ID = /^upl_[0-9a-f]{32}(?:\.[a-z0-9]{1,8})?$/;
const SILENCE_MS = 60_000;

export interface UploadStoreOptions {
  /** For their bytes as they come. */
  folder: string;
  /** Where they are kept. */
  files: Uploads;
  /** For what is known of them. */
  records: RecordLedger;
  now: () => number;
}

const KIND = "upload";

export function createUploadStore({ folder, files, records, now }: UploadStoreOptions): UploadStore {
  async function find(id: string, tenant: string | null): Promise<Upload | null> {
    if (!ID.test(id)) return null;
    const record = await records.readRecord(KIND, id);
    if (record === undefined) return null;
    const { tenant: owner, ...upload } = recordSchema.parse(record);
    return owner === tenant ? upload : null;
  }

  return {
    find,
    async add(body, { name, tenant, maxBytes }) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const id = `upl_${randomBytes(16).toString("hex")}${extensionOf(name)}`;
      const partial = join(folder, `.${id}.partial`);
      try {
        const { sha256, size } = await write(body, partial, maxBytes);
        const upload: Upload = { id, name, sha256, size, createdAt: new Date(now()).toISOString() };
        if (size === 0) throw empty();
        await files.keep(upload, partial);
        await records.saveRecord(KIND, id, { ...upload, tenant });
        return upload;
      } finally {
        await rm(partial, { force: true });
      }
    },
    async remove(id, tenant) {
      if ((await find(id, tenant)) === null) return false;
      // Without its record it is not there; the file follows.
      await records.deleteRecord(KIND, id);
      await files.remove(id);
      return true;
    },
  };
}

async function write(body: ReadableStream<Uint8Array>, path: string, maxBytes: number) {
  const hash = createHash("sha256");
  let size = 0;
  const file = await open(path, "wx", 0o600);
  const reader = body.getReader();
  try {
    for (;;) {
      const part = await withinSilence(reader);
      if (part.done) break;
      size += part.value.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      hash.update(part.value);
      await file.writeFile(part.value);
    }
    await file.sync();
  } finally {
    await file.close();
    reader.releaseLock();
  }
  return { sha256: hash.digest("hex"), size };
}

async function withinSilence(reader: ReadableStreamDefaultReader<Uint8Array>) {
  let silent = false;
  const timer = setTimeout(() => {
    silent = true;
    void reader.cancel(new Error("silence"));
  }, SILENCE_MS);
  try {
    const part = await reader.read();
    // What is cancelled ends as what has come whole does.
    if (silent) throw brokeOff();
    return part;
  } finally {
    clearTimeout(timer);
  }
}

function extensionOf(name: string): string {
  const extension = extname(name).toLowerCase();
  return /^\.[a-z0-9]{1,8}$/.test(extension) ? extension : "";
}

export function empty(): Problem {
  return new Problem({
    status: 400,
    code: "upload_empty",
    title: "The file is empty.",
    detail: "The body has no bytes.",
    hint: "Send the file as the body, such as `curl --data-binary @clip.mp4`.",
  });
}

function tooLarge(maxBytes: number): Problem {
  return new Problem({
    status: 413,
    code: "upload_too_large",
    title: "The file is too large.",
    detail: `At most ${maxBytes} bytes are taken.`,
    hint: "Put it where the server may fetch it, and name its URL in the plan.",
    headers: { connection: "close" },
  });
}

function brokeOff(): Problem {
  return new Problem({
    status: 408,
    code: "request_timeout",
    title: "The file did not come.",
    detail: `Nothing came for ${SILENCE_MS / 1000} s.`,
    hint: "Send it again.",
    retryable: true,
    headers: { connection: "close" },
  });
}
