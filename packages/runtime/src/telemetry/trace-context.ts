import { createHash, randomBytes } from "node:crypto";

/** Where a span belongs: W3C Trace Context, version 00. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** Whoever began the trace keeps it. */
  readonly isSampled: boolean;
}

/** Null for what is no such header: then a trace begins here. */
export function readTraceparent(text: string | null | undefined): TraceContext | null {
  const [, traceId = "", spanId = "", flags = ""] =
    /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:$|-)/.exec(
      text?.trim() ?? "",
    ) ?? [];
  return traceId === "" ? null : { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

export function writeTraceparent({ traceId, spanId, isSampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${isSampled ? "01" : "00"}`;
}

export function newSpanId(): string {
  return randomBytes(8).toString("hex");
}

/** The trace of what nobody has given one: the same in each process that goes on with it. */
export function traceIdOf(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, 32);
}
