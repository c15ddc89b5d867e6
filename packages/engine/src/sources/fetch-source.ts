import type { OwnSource } from "./own-source.ts";

export interface FetchSourceOptions {
  signal?: AbortSignal | undefined;
  maxBytes?: number;
  timeoutMs?: number;
  /** Of what is there already: the answer is `not-modified` when it still holds. */
  etag?: string | undefined;
  lastModified?: string | undefined;
  headers?: Readonly<Record<string, string>>;
  /** Whoever has taken the plan has it himself: it is brought from there. */
  own?: OwnSource | undefined;
}

interface Validators {
  etag: string | null;
  lastModified: string | null;
}

export type FetchedSource =
  | (Validators & {
      status: "fetched";
      sha256: string;
      mediaType: string | null;
      charset?: string | null;
      /** Where redirects led. */
      finalUrl?: string;
    })
  | (Validators & { status: "not-modified" });

/** Brings what is at a URL into a new file at `path`: `fetchToFile` of a network of `@proxx/network`. */
export type FetchSource = (url: string, path: string, options: FetchSourceOptions) => Promise<FetchedSource>;
