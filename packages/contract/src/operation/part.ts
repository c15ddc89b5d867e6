import type { z } from "zod";

/** All that decides what a part is. */
export interface PartIdentity {
  /** What sort of thing it is, and its folder: small letters, digits and `-`. */
  readonly kind: string;
  /** JSON of all that decides its bytes, the versions of tools, fonts and voices among it. */
  readonly ingredients: unknown;
  /** Of its file, without a dot. */
  readonly extension: string;
}

export interface PartRequest<Facts> extends PartIdentity {
  /** What it is to people, such as `narration n3`; also what a later one is compared with to say why it was made. */
  readonly shown: string;
  /** What is known of it beside its bytes, as it is read back. */
  readonly facts: z.ZodType<Facts>;
}

/** A file that something larger is made of: a spoken line, a slide, a segment. Found again by what it was made of. */
export interface Part<Facts> {
  /** Absolute. Nobody writes to it. */
  readonly path: string;
  readonly sha256: string;
  readonly facts: Facts;
  readonly reused: boolean;
  /** Why it was made: `new`, `damaged`, or which ingredients changed. Null where it was not. */
  readonly why: string | null;
}

/** What those ingredients make: what was made of them before, where it is still whole, or what `make` writes to a path. */
export type MakePart = <Facts>(
  what: PartRequest<Facts>,
  make: (path: string) => Promise<Facts>,
) => Promise<Part<Facts>>;
