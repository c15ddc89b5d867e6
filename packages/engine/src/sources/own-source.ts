/** A file that whoever took a plan has himself: its address in the plan is his own, and nothing is fetched from there. */
export type OwnSource =
  /** A file that a client has sent. */
  | { readonly kind: "upload"; readonly id: string; readonly sha256: string; readonly size: number }
  /** What an execution has made. `path` is where it lay then. */
  | { readonly kind: "artifact"; readonly sha256: string; readonly path: string };

/** By the address that stands in the plan. */
export type OwnSources = Readonly<Record<string, OwnSource>>;
