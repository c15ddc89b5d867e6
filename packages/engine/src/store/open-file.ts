import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import type { StoredArtifact } from "@proxx/contract";
import type { OpenArtifact } from "./artifact-store.ts";

/** A file of this machine, to be sent on. */
export function openFile({ artifact, path }: StoredArtifact): OpenArtifact {
  return {
    size: artifact.size,
    // Node's type of a stream on the web is not the platform's own, though the value is.
    read: async (start, end) => Readable.toWeb(createReadStream(path, { start, end })) as ReadableStream<Uint8Array>,
  };
}
