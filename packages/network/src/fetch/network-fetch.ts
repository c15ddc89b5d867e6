import type { Response as UndiciResponse } from "undici";
import { checkUrl } from "../address/check-url.ts";
import type { FetchContext } from "./fetch-to-file.ts";
import { AddressRefused, toNetworkFailure, tooLarge, type Target } from "../network-failure.ts";
import { nextHop } from "./next-hop.ts";

/** What may go along to another origin; whatever else a caller sets could be a key. */
const HEADERS_FOR_OTHERS = ["accept", "accept-language", "content-type", "user-agent"];

/**
 * A `fetch` that reaches only where the network may, for clients that take one as an option. It is `fetch` in what it
 * takes, gives and throws, but for three things: an address that is refused is a ProxxError, redirects take no header
 * to another origin that could be a key, and no body grows beyond `maxResponseBytes`.
 */
export function createFetch(context: FetchContext, maxResponseBytes: number): typeof globalThis.fetch {
  return async (input, init) => {
    const target: Target = { purpose: context.purpose, url: null };
    let url = checkUrl(input instanceof Request ? input.url : input, context);
    const request = new Request(input, init);
    // Not undici's own classes but Node's: it would take a form for a text. A file is streamed, what is small is held.
    const source = init?.body instanceof Blob || init?.body instanceof ReadableStream ? init.body : null;
    let body = source ?? (request.body === null ? null : new Uint8Array(await request.arrayBuffer()));
    let { headers, method } = request;
    for (let redirects = 0; ; redirects += 1) {
      target.url = url;
      const fetched = context.client.fetch(url, {
        method,
        headers: [...headers],
        body,
        signal: request.signal,
        redirect: request.redirect === "follow" ? "manual" : request.redirect,
        ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
      });
      const response = await fetched.catch((error: unknown) => {
        throw isRefusal(error) ? toNetworkFailure(error, target) : error;
      });
      const { status } = response;
      const hop = { url, status, location: response.headers.get("location"), redirects };
      const next = request.redirect === "manual" ? null : nextHop(hop, context);
      if (next === null) return bounded(response, { maxBytes: maxResponseBytes, target, redirected: redirects > 0 });
      await response.body?.cancel();
      if (status === 303 || (method === "POST" && (status === 301 || status === 302))) {
        method = method === "HEAD" ? method : "GET";
        body = null;
        headers = without(headers, (name) => name.startsWith("content-"));
      }
      if (body instanceof ReadableStream) throw new TypeError("A body that is a stream cannot be sent again");
      if (next.origin !== url.origin) headers = without(headers, (name) => !HEADERS_FOR_OTHERS.includes(name));
      url = next;
    }
  };
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && (error instanceof AddressRefused || isRefusal(error.cause));
}

function without(headers: Headers, isDropped: (name: string) => boolean): Headers {
  return new Headers([...headers].filter(([name]) => !isDropped(name)));
}

/** Node's own Response, which clients may test for, with a body that ends in an error when it grows too large. */
function bounded(
  response: UndiciResponse,
  { maxBytes, target, redirected }: { maxBytes: number; target: Target; redirected: boolean },
): Response {
  let bytes = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      bytes += chunk.length;
      if (bytes > maxBytes) controller.error(tooLarge(target, maxBytes));
      else controller.enqueue(new Uint8Array(chunk));
    },
  });
  const { status, statusText, headers, url } = response;
  const result = new Response(response.body?.pipeThrough(limit) ?? null, { status, statusText, headers: [...headers] });
  return Object.defineProperties(result, { url: { value: url }, redirected: { value: redirected } });
}
