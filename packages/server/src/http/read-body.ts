import { parseJsonDocument } from "@proxx/contract";
import { Problem } from "./problem.ts";

const TIMEOUT_MS = 30_000;

/** Reads a JSON body, counted as it comes: what a header says of its length is no proof. Undefined where it is empty. */
export async function readJsonBody(request: Request, maxBytes: number): Promise<unknown> {
  const bytes = await readBytes(request, maxBytes);
  if (bytes.length === 0) return undefined;
  const mediaType = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  // A page of another origin may send any other type without asking first.
  if (!/^application\/(?:[\w.-]+\+)?json$/.test(mediaType)) throw wrongType(mediaType);
  const parsed = parseJsonDocument(bytes);
  if (parsed.ok) return parsed.value;
  const { issues } = parsed;
  const detail = issues[0]?.message ?? "The body is not JSON.";
  const hint = "Send JSON as RFC 8259 has it.";
  throw new Problem({ status: 400, code: "invalid_document", title: "The body is not JSON.", detail, hint, issues });
}

async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body.getReader();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void reader.cancel();
  }, TIMEOUT_MS);
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      length += part.value.length;
      if (length > maxBytes) throw tooLarge(maxBytes);
      chunks.push(part.value);
    }
  } finally {
    clearTimeout(timer);
    reader.releaseLock();
  }
  if (late) throw tooSlow();
  return Buffer.concat(chunks);
}

function tooLarge(maxBytes: number): Problem {
  return new Problem({
    status: 413,
    code: "document_too_large",
    title: "The body is too large.",
    detail: `At most ${maxBytes} bytes are read here.`,
    hint: "Split the work into several executions; send media to /api/uploads, and name its URL in the plan.",
    // What is left of the body is not read.
    headers: { connection: "close" },
  });
}

function tooSlow(): Problem {
  return new Problem({
    status: 408,
    code: "request_timeout",
    title: "The body did not come.",
    detail: `The body was not there after ${TIMEOUT_MS / 1000} s.`,
    hint: "Send it again.",
    retryable: true,
    headers: { connection: "close" },
  });
}

function wrongType(mediaType: string): Problem {
  return new Problem({
    status: 415,
    code: "unsupported_media_type",
    title: "The body is of another type.",
    detail: `Expected application/json, got ${mediaType === "" ? "no type" : JSON.stringify(mediaType)}.`,
    hint: "Set the header `Content-Type: application/json`.",
    headers: { "accept-post": "application/json" },
  });
}
