import { stat } from "node:fs/promises";
import { ProxxError } from "@proxx/contract";
import type { ArtifactStore, FetchedSource, FetchSourceOptions, OwnSource } from "@proxx/engine";
import { hashFile } from "@proxx/media";
import type { Uploads } from "@proxx/storage";
import { copySource } from "./copy-source.ts";

/** Brings what is not fetched into a new file at `path`, wherever it lies. */
export async function bringOwnSource(
  own: OwnSource,
  path: string,
  about: FetchSourceOptions & { artifacts: Pick<ArtifactStore, "find">; uploads: Uploads },
): Promise<FetchedSource> {
  const { artifacts, uploads, signal, maxBytes = Infinity } = about;
  if (own.kind === "upload") {
    if (own.size > maxBytes) throw tooLarge(maxBytes);
    await uploads.bring(own, path, { signal });
  } else {
    const found = await artifacts.find(own.sha256);
    // A source that was handed on is in no store.
    await copySource(found.state === "intact" ? found.stored.path : own.path, path);
    if ((await stat(path)).size > maxBytes) throw tooLarge(maxBytes);
  }
  const sha256 = await hashFile(path, signal);
  return { status: "fetched", sha256, mediaType: null, etag: null, lastModified: null };
}

function tooLarge(maxBytes: number): ProxxError {
  return new ProxxError("source_too_large", `The file is larger than ${maxBytes} bytes.`, {
    hint: "Choose a smaller one.",
  });
}
