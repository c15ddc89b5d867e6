import { buffer } from "node:stream/consumers";
import type { ArtifactStore } from "@proxx/engine";

/** All bytes of what was made; null where they are not to be had any more. */
export async function readArtifact(store: Pick<ArtifactStore, "open">, sha256: string): Promise<Uint8Array | null> {
  const opened = await store.open(sha256);
  if (opened === null) return null;
  return opened.size === 0 ? new Uint8Array() : await buffer(await opened.read(0, opened.size - 1));
}
