/** What has a name of its own by what it is made of. */
export interface PartDescription {
  /** What sort of thing it is: small letters. */
  readonly kind: string;
  /** What it is to people. */
  readonly shown: string;
  /** JSON of all that decides its bytes. */
  readonly ingredients: unknown;
  /** Of its file, without a dot. */
  readonly extension: string;
}

/**
 * Gives the file that was made of the same ingredients before, or has it made. Many are asked for at once, and all of them
 * have to be looked for at once: none waits until another is made.
 */
export type KeepPart = (
  what: PartDescription,
  make: (path: string) => Promise<void>,
) => Promise<{ readonly path: string; readonly reused: boolean }>;
