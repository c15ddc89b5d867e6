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

/** Bytes that are sent on as they are read. */
export interface OpenArtifact {
  readonly size: number;
  /** From the first byte to the last, both of them included. */
  read(first: number, last: number): Promise<ReadableStream<Uint8Array>>;
}

/** Files where they can be read, until they are released. */
export interface HeldFiles {
  /** In the order in which they were asked for. */
  readonly files: readonly StoredArtifact[];
  readonly release: () => void;
}

/** Files by the SHA-256 of their bytes. What is in it never changes. */
export interface ArtifactStore {
  /** Moves a file in. Of several writers of the same bytes all succeed, and one file is there. */
  put(file: IncomingFile, options?: { signal?: AbortSignal | undefined }): Promise<StoredArtifact>;
  /** `verify` reads every byte; without it a file that was not touched since is believed. */
  find(sha256: string, options?: { verify?: boolean | undefined }): Promise<FoundArtifact>;
  /** A file to be sent to somebody, wherever its bytes are; null where it is not there, or is not what it was. */
  open(sha256: string): Promise<OpenArtifact | null>;
  /**
   * What a job is about to read, where the job can read it: a store whose files do not all lie on this machine brings them.
   * Files that lie elsewhere are left where they are. Rejects with `artifact_lost` for what cannot be had any more.
   */
  hold(files: readonly StoredArtifact[], options?: { signal?: AbortSignal | undefined }): Promise<HeldFiles>;
}
