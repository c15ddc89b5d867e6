import type { ExecutionSummary } from "./execution-page.ts";

/** What `GET /api/events` tells: an execution that stands otherwise now, or that the client has missed too much to go on. */
export type TenantNews =
  | { readonly type: "execution"; readonly execution: ExecutionSummary }
  /** Ask for what you show again; what comes after this follows on from that. */
  | { readonly type: "reset" };
