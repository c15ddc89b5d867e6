import type { Artifact, ArtifactFacts, StoredArtifact } from "@proxx/contract";

/** A finished file on the store's own file system, to be moved into it. */
export interface IncomingFile {
  readonly path: string;
  readonly kind: Artifact["kind"];
  readonly mediaType: string;
  /** Without them the file is probed, where its kind has any. */
  readonly facts?: ArtifactFacts | undefined;
  /** Where it is known already. */
  readonly sha256?: string | undefined;
}

export type FoundArtifact =
  | { readonly state: "intact"; readonly stored: StoredArtifact }
  | { readonly state: "gone" }
  /** There is a file of that name, and its bytes are others. */
  | { readonly state: "altered" };

/** Files by the SHA-256 of their bytes. What is in it never changes. */
export interface ArtifactStore {
  /** Moves a file in. Of several writers of the same bytes all succeed, and one file is there. */
  put(file: IncomingFile, options?: { signal?: AbortSignal | undefined }): Promise<StoredArtifact>;
  /** `verify` reads every byte; without it a file that was not touched since is believed. */
  find(sha256: string, options?: { verify?: boolean | undefined }): Promise<FoundArtifact>;
}
