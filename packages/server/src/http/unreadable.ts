import { STATUS_CODES, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { errorResponse } from "../error-response.ts";
import { createRequestId } from "./create-app.ts";
import { Problem } from "./problem.ts";

/** What cannot be made a request of, such as one without a host, does not come as far as the gates. */
export function refuseUnreadable(error: unknown): Response {
  const isUnreadable = error instanceof Error && error.name === "RequestError";
  return asResponse(isUnreadable ? unreadable(400, NO_HOST, "Check what sends it.") : error);
}

const NO_HOST = "Its address or its header `Host` is not what HTTP asks for.";

/** What Node cannot read as HTTP is told why as well; Node by itself has one line for all of it. */
export function refuseUnparsed(http: Server): void {
  const answering = new WeakSet<Duplex>();
  http.on("request", ({ socket }, response) => {
    answering.add(socket);
    response.once("close", () => answering.delete(socket));
  });
  http.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    // In the middle of an answer another one would be a part of it.
    if (error.code === "ECONNRESET" || !socket.writable || answering.has(socket)) socket.destroy(error);
    else void send(asResponse(reasonOf(error.code)), socket);
  });
}

function reasonOf(code: string | undefined): Problem {
  if (code === "HPE_HEADER_OVERFLOW") {
    return unreadable(431, "Its address and headers are more than 16 KiB.", "Send media to /api/uploads as a body.");
  }
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return unreadable(408, "It did not come in time.", "Send it again.");
  if (code === "HPE_INVALID_URL") {
    const hint = "Write spaces, and what is not ASCII, as in `%20`; curl does that with `--url-query name=…`.";
    return unreadable(400, "Its address has characters that HTTP does not let stand there.", hint);
  }
  return unreadable(
    400,
    "It is not HTTP.",
    "Check what sends it; the server speaks plain HTTP, with TLS in front of it.",
  );
}

function unreadable(status: number, detail: string, hint: string): Problem {
  const title = "The request cannot be read.";
  return new Problem({ status, code: "request_unreadable", title, detail, hint, headers: { connection: "close" } });
}

function asResponse(error: unknown): Response {
  return errorResponse(error, { requestId: createRequestId(), instance: "/" });
}

async function send(response: Response, socket: Duplex): Promise<void> {
  const body = await response.text();
  const headers = { ...Object.fromEntries(response.headers), "content-length": Buffer.byteLength(body) };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${response.status} ${STATUS_CODES[response.status]}\r\n${lines.join("")}\r\n${body}`);
}
