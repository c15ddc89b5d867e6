import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { hostname } from "node:os";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { expect, onTestFinished, test } from "vitest";
import { createProviderNetwork, type ProviderNetwork } from "./provider-network.ts";

/** A server of this machine, which no plan may reach; gives its port. */
async function serve(listener: RequestListener, host = "127.0.0.1"): Promise<number> {
  const server = createServer(listener).listen(0, host);
  onTestFinished(() => void server.close());
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

function networkOf(...endpoints: string[]): ProviderNetwork {
  const network = createProviderNetwork(endpoints);
  onTestFinished(() => network.close());
  return network;
}

const answer: RequestListener = (_, response) => response.end("here");
const refused = { code: expect.stringMatching(/forbidden/) };

test("reaches an address of this machine that the operator has named, and no other port of it", async () => {
  const port = await serve(answer);
  const other = await serve(answer);
  const network = networkOf(`http://127.0.0.1:${port}/v1`);
  expect(await (await network.fetch(`http://127.0.0.1:${port}/v1/runs`)).text()).toBe("here");
  await expect(network.fetch(`http://127.0.0.1:${other}/v1`)).rejects.toMatchObject(refused);
  await expect(networkOf().fetch(`http://127.0.0.1:${port}/v1`)).rejects.toMatchObject(refused);
});

test("lets what it was named lead to no other address of this machine", async () => {
  const secret = await serve(answer);
  const port = await serve((_, response) => response.writeHead(302, { location: `http://127.0.0.1:${secret}/` }).end());
  for (const host of ["127.0.0.1", "localhost"]) {
    const network = networkOf(`http://${host}:${port}`);
    await expect(network.fetch(`http://${host}:${port}/`)).rejects.toMatchObject(refused);
  }
});

test("knows this machine by its name, and by its address of the sixth version", async () => {
  const four = await serve(answer);
  expect((await networkOf(`http://localhost:${four}`).fetch(`http://localhost:${four}/`)).status).toBe(200);
  const six = await serve(answer, "::1");
  expect((await networkOf(`http://[::1]:${six}`).fetch(`http://[::1]:${six}/`)).status).toBe(200);
});

/** This machine by its own name, where that can be looked up. */
const found = await lookup(hostname(), 4).catch(() => null);

test.skipIf(found === null)("reaches what is named by a name, wherever on private networks that is", async () => {
  const port = await serve(answer, found?.address);
  const url = `http://${hostname()}:${port}/`;
  expect((await networkOf(url).fetch(url)).status).toBe(200);
});

test("fetches what a provider has made from where it was named, and from nowhere else on this machine", async () => {
  const port = await serve(answer);
  const folder = temporaryFolder();
  const named = networkOf(`http://127.0.0.1:${port}`);
  await named.fetchToFile(`http://127.0.0.1:${port}/film.mp4`, join(folder, "film.mp4"), {});
  expect(readFileSync(join(folder, "film.mp4"), "utf8")).toBe("here");
  await expect(
    networkOf().fetchToFile(`http://127.0.0.1:${port}/film.mp4`, join(folder, "other.mp4"), {}),
  ).rejects.toMatchObject(refused);
});
