import { ProxxError, readRetryAfter } from "@proxx/contract";
import { errorForAnswer, type AnswerReader, type CallPhase } from "./answer-error.ts";
import { ProviderError, quotable } from "./provider-error.ts";
import type { ProviderContext } from "../provider.ts";
import { readBody } from "./read-body.ts";

export interface ProviderCall {
  provider: string;
  phase: CallPhase;
  context: ProviderContext;
  read: AnswerReader;
}

/**
 * Lets a client make one call with a `fetch` that goes out until the first failure and never after it.
 *
 * The clients retry by rules of their own, some of them with limits that cannot be set; Replicate's even repeats a POST
 * whose answer was lost, which pays twice. So the failure is kept here and the client gets a bare error for it, as often as
 * it tries: nothing goes out a second time, and what the client makes of the failure (Replicate's error holds the
 * request with its key) is thrown away.
 */
export async function callProvider<T>(
  call: ProviderCall,
  use: (fetch: typeof globalThis.fetch) => Promise<T>,
): Promise<T> {
  const failed: { with: ProxxError | null } = { with: null };
  const guarded: typeof globalThis.fetch = async (input, init) => {
    if (failed.with === null) {
      try {
        return await send(call, input, init);
      } catch (error) {
        failed.with = error instanceof ProxxError ? error : unreadable(call, error);
      }
    }
    throw new DOMException("The call has failed.", "AbortError");
  };
  try {
    return await use(guarded);
  } catch (error) {
    if (failed.with !== null) throw failed.with;
    throw error instanceof ProxxError ? error : unreadable(call, error);
  }
}

async function send(call: ProviderCall, input: string | URL | Request, init: RequestInit | undefined) {
  const { context, provider } = call;
  const timeoutMs =
    call.phase === "poll" || call.phase === "cancel"
      ? (context.pollTimeoutMs ?? 120_000)
      : (context.submitTimeoutMs ?? 300_000);
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = context.signal === undefined ? timeout : AbortSignal.any([context.signal, timeout]);
  try {
    const request = input instanceof Request ? await unpack(input) : { url: input, init: init ?? {} };
    // The key must not go along to wherever a redirect leads, so only downloads are followed, and without it.
    let response = await context.fetch(request.url, { ...request.init, signal, redirect: "manual" });
    const elsewhere = response.headers.get("location");
    if (call.phase === "download" && response.status >= 300 && response.status < 400 && elsewhere !== null) {
      response = await context.fetch(new URL(elsewhere, request.url), { signal });
    }
    const body = await readBody(response);
    if (response.ok) return repacked(response, body);
    throw errorForAnswer(
      { provider, phase: call.phase, apiKey: context.apiKey, read: call.read },
      {
        status: response.status,
        body: parsed(body),
        retryAfterMs: readRetryAfter(response.headers.get("retry-after")),
      },
    );
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    if (context.signal?.aborted === true) {
      throw new ProxxError("aborted", `The call to ${provider} was aborted.`, { hint: "Start the job again." });
    }
    if (timeout.aborted) throw silent(call, timeoutMs);
    if (error instanceof ProxxError) throw error;
    throw unreachable(call, error);
  }
}

async function unpack(request: Request): Promise<{ url: string; init: RequestInit }> {
  const body = request.body === null ? null : await request.arrayBuffer();
  return { url: request.url, init: { method: request.method, headers: request.headers, body } };
}

/** What came, whole, for the client to read: a body that breaks off has failed before the client sees it. */
function repacked(response: Response, body: Uint8Array<ArrayBuffer>): Response {
  const headers = new Headers(response.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  const empty = response.status === 204 || response.status === 205;
  return new Response(empty ? null : body, { status: response.status, statusText: response.statusText, headers });
}

function parsed(body: Uint8Array): unknown {
  const text = new TextDecoder().decode(body.subarray(0, 64 * 1024));
  try {
    return JSON.parse(text);
  } catch {
    // Gateways answer in HTML or plain words; what they say is in the status.
    return text;
  }
}

function silent({ provider, phase }: ProviderCall, timeoutMs: number): ProviderError {
  const mayHaveBegun = phase === "submit";
  return new ProviderError(provider, "provider_timeout", `${provider} did not answer within ${timeoutMs / 1000} s.`, {
    // Nobody knows whether the provider took the job; trying again of our own accord could pay for it twice.
    retryable: !mayHaveBegun,
    hint: mayHaveBegun
      ? "Look at the provider's dashboard whether the job was taken before you start it again."
      : "Try again later.",
  });
}

function unreachable({ provider, context }: ProviderCall, error: unknown): ProviderError {
  return new ProviderError(provider, "provider_unavailable", `The connection to ${provider} failed.`, {
    cause: bare(error, context.apiKey),
  });
}

function unreadable({ provider, context }: ProviderCall, error: unknown): ProviderError {
  return new ProviderError(provider, "result_unusable", `${provider} answered with something its API does not say.`, {
    cause: bare(error, context.apiKey),
  });
}

/** An error's texts without what hangs on it: requests, headers, bodies. */
function bare(error: unknown, apiKey: string): Error {
  if (!(error instanceof Error)) return new Error(quotable(String(error), apiKey));
  const cause = error.cause instanceof Error ? { cause: bare(error.cause, apiKey) } : {};
  return new Error(quotable(`${error.name}: ${error.message}`, apiKey), cause);
}
