import type { RouteRequest } from "../http/route.ts";
import { asProblem } from "../error-response.ts";
import type { ServerParts } from "./server-parts.ts";

/** Answers a request that may begin an execution as a part of the trace that it came with, or of a new one. */
export async function traced(
  { raw }: RouteRequest,
  name: string,
  { traceRequest }: Pick<ServerParts, "traceRequest">,
  answer: (traceparent: string | null) => Promise<Response>,
): Promise<Response> {
  const trace = await traceRequest(name, raw.headers.get("traceparent"));
  try {
    const response = await answer(trace.traceparent);
    trace.end(response.status);
    return response;
  } catch (error) {
    trace.end(asProblem(error).status);
    throw error;
  }
}
