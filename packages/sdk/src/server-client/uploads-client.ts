import type { Upload } from "@proxx/contract";
import type { Sender } from "./sender.ts";

/** An upload, and the address by which a plan names it. */
export interface UploadWithUrl extends Upload {
  url: string;
}

/** Files for plans to name. */
export interface UploadsClient {
  /** Of what it is called, the extension is kept. */
  add(file: Blob | Uint8Array<ArrayBuffer>, options: { name: string; signal?: AbortSignal }): Promise<UploadWithUrl>;
  get(id: string): Promise<UploadWithUrl>;
  /** What has been made of it stays. */
  delete(id: string): Promise<void>;
}

export function createUploads(sender: Sender): UploadsClient {
  return {
    async add(body, { name, signal }) {
      const query = new URLSearchParams({ name }).toString();
      const headers = { "content-type": "application/octet-stream" };
      const response = await sender.open(`/api/uploads?${query}`, {
        method: "POST",
        body,
        headers,
        signal: signal ?? null,
      });
      return (await response.json()) as UploadWithUrl;
    },
    get: (id) => sender.send("GET", below(id)),
    delete: (id) => sender.send("DELETE", below(id)),
  };
}

function below(id: string): string {
  return `/api/uploads/${encodeURIComponent(id)}`;
}
