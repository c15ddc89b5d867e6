import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import S3rver from "@20minutes/s3rver";
import { temporaryFolder } from "@proxx/testing";
import { onTestFinished } from "vitest";
import type { S3Settings } from "../src/index.ts";

export interface S3Server {
  settings: S3Settings;
  /** Where the bytes of an object lie. */
  pathOf(key: string): string;
  /** What was asked, in order: `PUT /bucket/key?query`. */
  requests: string[];
  /** Asked before each request; what it gives is answered in place of what the server would. */
  interfere: (request: IncomingMessage, response: ServerResponse) => "answered" | "goes on";
}

const BUCKET = "films";

/** A server that speaks S3 and checks signatures, with a bucket, and somebody in between who counts and can get in the way. */
export async function startS3Server(): Promise<S3Server> {
  const directory = temporaryFolder();
  const server = new S3rver({
    address: "127.0.0.1",
    port: 0,
    silent: true,
    directory,
    vhostBuckets: false,
    configureBuckets: [{ name: BUCKET }],
  });
  const { port } = await server.run();
  const requests: string[] = [];
  const between = createServer((request, response) => {
    const { method, url: path, headers } = request;
    requests.push(`${method} ${path}`);
    if (own.interfere(request, response) === "answered") return;
    const onward = forward({ host: "127.0.0.1", port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
    request.on("close", () => {
      if (!request.complete) onward.destroy();
    });
  });
  await new Promise<void>((resolve) => between.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    between.closeAllConnections();
    between.close();
    await server.close();
  });
  const own: S3Server = {
    settings: {
      bucket: BUCKET,
      prefix: "proxx/",
      endpoint: `http://127.0.0.1:${(between.address() as AddressInfo).port}`,
      pathStyle: true,
      region: "us-east-1",
      credentials: { accessKeyId: "S3RVER", secretAccessKey: "S3RVER", sessionToken: null },
    },
    pathOf: (key) => join(directory, BUCKET, `${key}._S3rver_object`),
    requests,
    interfere: () => "goes on",
  };
  return own;
}
