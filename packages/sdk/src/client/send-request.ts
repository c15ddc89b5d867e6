import { ProxxError, readRetryAfter } from "@proxx/contract";

export interface ServerAddress {
  /** Without a slash at its end. */
  apiUrl: string;
  apiKey: string | null;
  fetch: typeof globalThis.fetch;
}

export interface ServerRequest {
  method: "GET" | "POST" | "DELETE";
  /** Below the server's address. */
  path: string;
  /** The execution it is about. */
  executionId?: string;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal | undefined;
}

/** What a server said, whatever it was. */
export interface Answer {
  status: number;
  /** Undefined where it is not JSON. */
  body: unknown;
  retryAfterMs: number | null;
}

const TIMEOUT_MS = 60_000;

/** One request. Rejects where there is no answer: `aborted` by the signal, or `server_unreachable`, which may pass. */
export async function sendRequest(address: ServerAddress, request: ServerRequest): Promise<Answer> {
  const { apiUrl, apiKey } = address;
  const { method, path, body, signal } = request;
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await address.fetch(apiUrl + path, {
      method,
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }),
        ...request.headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: "no-store",
      // A key goes to the server it is for, and a POST that is redirected becomes a GET.
      redirect: "manual",
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    const text = await response.text();
    return {
      status: statusOf(response),
      body: readJson(text),
      retryAfterMs: readRetryAfter(response.headers.get("retry-after")),
    };
  } catch (cause) {
    if (signal?.aborted) throw abortedRequest(cause);
    const why = timeout.aborted
      ? `did not answer within ${TIMEOUT_MS / 1000} s`
      : `cannot be reached: ${reasonOf(cause)}`;
    throw new ProxxError("server_unreachable", `The server at ${apiUrl} ${why}.`, {
      hint: "Check `apiUrl` (or PROXX_API_URL), and that the server runs.",
      retryable: true,
      cause,
    });
  }
}

export function abortedRequest(cause: unknown): ProxxError {
  return new ProxxError("aborted", "The request was aborted before it was answered.", {
    hint: "Send it again with a signal that is not aborted.",
    cause,
  });
}

// A browser does not tell the status of a redirect it was asked not to follow.
function statusOf(response: Response): number {
  return response.type === "opaqueredirect" ? 302 : response.status;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `fetch failed` says nothing; what it was caused by does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reasonOf(error.cause);
  return error.message || ("code" in error ? String(error.code) : error.name);
}
