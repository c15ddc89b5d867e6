export type AttributeValue = string | number | boolean | readonly string[];

/** Something that took its time, once it has ended. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind: "internal" | "server" | "client";
  /** Milliseconds since 1970. */
  readonly beganAtMs: number;
  readonly endedAtMs: number;
  readonly attributes: Readonly<Record<string, AttributeValue | null>>;
  /** What went wrong; null where nothing did. */
  readonly error: string | null;
}

const KINDS = { internal: 1, server: 2, client: 3 } as const;
const OK_STATUS = {};

/** As OTLP has it in JSON. */
export function writeSpan({
  traceId,
  spanId,
  parentSpanId,
  name,
  kind,
  beganAtMs,
  endedAtMs,
  attributes,
  error,
}: Span) {
  return {
    traceId,
    spanId,
    ...(parentSpanId === null ? {} : { parentSpanId }),
    name,
    kind: KINDS[kind],
    startTimeUnixNano: nanoseconds(beganAtMs),
    endTimeUnixNano: nanoseconds(Math.max(beganAtMs, endedAtMs)),
    attributes: writeAttributes(attributes),
    status: error === null ? OK_STATUS : { code: 2, message: error },
  };
}

export function writeAttributes(attributes: Span["attributes"]) {
  return Object.entries(attributes).flatMap(([key, value]) =>
    value === null ? [] : [{ key, value: writeValue(value) }],
  );
}

function writeValue(value: AttributeValue): object {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  // 64 bits do not fit a JSON number.
  if (typeof value === "number") return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { arrayValue: { values: value.map(writeValue) } };
}

function nanoseconds(milliseconds: number): string {
  return String(BigInt(Math.round(milliseconds * 1000)) * 1000n);
}
