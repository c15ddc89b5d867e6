import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { errorMessage, ProxxError } from "@proxx/contract";
import { verifyWebhook } from "@proxx/sdk";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { abortOnSignals } from "../input/abort-on-signals.ts";
import { readEnvironment } from "../input/environment.ts";
import { createLog } from "../output/log.ts";

export interface ListenOptions {
  secret?: string;
  /** What it answers with. */
  status: number;
}

const MAX_BYTES = 1024 ** 2;

/** Receives webhooks on loopback and checks them, for whoever tries them out. Each is a line of JSON on stdout. */
export async function listenWebhooks(port: number, options: ListenOptions): Promise<ExitCode> {
  const log = createLog(readEnvironment().logLevel);
  const secret = options.secret ?? `whsec_${randomBytes(24).toString("base64")}`;
  using signals = abortOnSignals();
  const server = createServer((request, response) => {
    void take(request, secret).then((line) => {
      process.stdout.write(`${JSON.stringify(line)}\n`);
      log.info(`${line.genuine ? "genuine" : "NOT genuine"}: ${line.why ?? line.id ?? ""}`);
      response.writeHead(line.genuine ? options.status : 400).end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => reject(cannotListen(port, cause)));
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const at = typeof address === "object" && address !== null ? address.port : port;
  log.info(`webhooks are received at http://127.0.0.1:${at}/, signed with the secret ${secret}`);
  log.info("the server has to be started with --allow-private-webhooks to reach it");
  await new Promise<void>((resolve) => signals.signal.addEventListener("abort", () => resolve(), { once: true }));
  server.close();
  server.closeAllConnections();
  return EXIT_CODE.success;
}

interface Line {
  receivedAt: string;
  path: string;
  id: string | null;
  genuine: boolean;
  /** What is wrong with it; null where nothing is. */
  why: string | null;
  body: unknown;
}

async function take(request: IncomingMessage, secret: string): Promise<Line> {
  const id = request.headers["webhook-id"];
  const line = {
    receivedAt: new Date().toISOString(),
    path: request.url ?? "/",
    id: typeof id === "string" ? id : null,
  };
  try {
    const text = await readText(request);
    const body = await verifyWebhook({ body: text, headers: request.headers, secret });
    return { ...line, genuine: true, why: null, body };
  } catch (error) {
    return { ...line, genuine: false, why: errorMessage(error), body: null };
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BYTES) throw new TypeError(`It has more than ${MAX_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function cannotListen(port: number, cause: Error): ProxxError {
  return new ProxxError("server_unreachable", `Cannot listen on port ${port}: ${cause.message}.`, {
    hint: "Choose another; 0 takes any that is free.",
    cause,
  });
}
