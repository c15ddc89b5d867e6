import type { Server } from "node:http";
import { ProxxError } from "@proxx/contract";

/** Gives where it is reached, without a slash at its end. */
export async function listen(http: Server, { host, port }: { host: string; port: number }): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    http.once("error", (cause: NodeJS.ErrnoException) => reject(cannotListen(host, port, cause)));
    http.listen(port, host, resolve);
  });
  const address = http.address();
  if (address === null || typeof address === "string") throw new TypeError("Expected a server that listens to a port");
  return `http://${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}`;
}

function cannotListen(host: string, port: number, cause: NodeJS.ErrnoException): ProxxError {
  const why = cause.code === "EADDRINUSE" ? "something else listens there" : cause.message;
  return new ProxxError("server_unreachable", `Cannot listen on ${host}, port ${port}: ${why}.`, {
    hint: "Choose another with `--port`; 0 takes any that is free.",
    cause,
  });
}
