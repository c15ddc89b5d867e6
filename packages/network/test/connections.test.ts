import { TLSSocket } from "node:tls";
import { describe, expect, test, vi } from "vitest";
import { createCheckedConnector } from "../src/address/checked-connector.ts";
import type { Reach } from "../src/address/reach.ts";
import { selfSignedCertificate } from "./self-signed-certificate.ts";
import { startPeer, startRawPeer } from "./http-peer.ts";
import { testNetwork } from "./test-network.ts";

const toLoopback = () => Promise.resolve([{ address: "127.0.0.1", family: 4 }]);

describe("a connection", () => {
  test.each(["http:", "https:"])(
    "by %s to a peer that turns out to be another is ended before a byte is sent",
    async (protocol) => {
      let bytes = 0;
      let closed = false;
      const peer = await startRawPeer((socket) => {
        socket.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
        });
        socket.once("close", () => {
          closed = true;
        });
      });
      const reach = vi.fn<Reach>().mockReturnValueOnce(true).mockReturnValue(false);
      const connector = createCheckedConnector({
        reach,
        lookup: toLoopback,
        connectTimeoutMs: 1000,
        certificateAuthorities: [],
      });
      const error = await new Promise<Error | null>((resolve) => {
        connector({ hostname: "media.test", protocol, port: String(peer.port) }, (...[failure]) => resolve(failure));
      });
      expect(error?.message).toContain("not a public address");
      expect(reach.mock.calls).toEqual([
        ["127.0.0.1", peer.port],
        ["127.0.0.1", peer.port],
      ]);
      await vi.waitFor(() => expect(closed).toBe(true));
      expect([peer.connections(), bytes]).toEqual([1, 0]);
    },
  );

  test("that is not made in time fails, while a name is looked up and while TLS is spoken", async () => {
    const peer = await startRawPeer(() => {});
    const slowName = testNetwork({ connectTimeoutMs: 50, lookup: () => new Promise(() => {}) });
    await expect(slowName.fetch("http://slow.test/")).rejects.toMatchObject({
      cause: { message: "no connection within 50 ms" },
    });
    const slowTls = testNetwork({ connectTimeoutMs: 50, allowPrivate: true });
    await expect(slowTls.fetch(`https://127.0.0.1:${peer.port}/`)).rejects.toMatchObject({
      cause: { message: "no connection within 50 ms" },
    });
  });

  test("is made to where the system says that a name leads", async () => {
    const peer = await startPeer((_request, response) => response.end("here"));
    const network = testNetwork({ allowPrivate: true });
    expect(await (await network.fetch(`http://localhost:${peer.port}/`)).text()).toBe("here");
  });

  test("is made to the next address of a name when the first does not answer", async () => {
    const peer = await startPeer((_request, response) => response.end("second"));
    const network = testNetwork({
      allowPrivate: true,
      lookup: () =>
        Promise.resolve([
          { address: "::1", family: 6 },
          { address: "127.0.0.1", family: 4 },
        ]),
    });
    expect(await (await network.fetch(`http://two.test:${peer.port}/`)).text()).toBe("second");
  });

  test("is used again for the same origin", async () => {
    const peer = await startPeer((_request, response) => response.end("x"));
    const network = testNetwork({ allowPrivate: true });
    for (let count = 0; count < 10; count += 1) await (await network.fetch(peer.origin)).text();
    expect(peer.connections()).toBeLessThanOrEqual(3);
  });
});

describe("TLS", () => {
  const certificate = selfSignedCertificate(["media.test"]);

  async function startSecure() {
    return startPeer((_request, response) => response.end("secure"), { tls: certificate });
  }

  test("is spoken with the name that was asked for, whatever Host header is sent", async () => {
    const peer = await startSecure();
    const network = testNetwork({
      allowPrivate: [peer.endpoint],
      lookup: toLoopback,
      certificateAuthorities: [certificate.cert],
    });
    for (const host of ["media.test", "media.test."])
      expect(await (await network.fetch(`https://${host}:${peer.port}/`)).text()).toBe("secure");
    const response = await network.fetch(`https://media.test:${peer.port}/`, { headers: { host: "other.test" } });
    expect(await response.text()).toBe("secure");
    const names = peer.requests.map(({ socket }) => (socket instanceof TLSSocket ? serverNameOf(socket) : null));
    expect(names).toEqual(["media.test", "media.test", "media.test"]);
  });

  test("with a certificate that is not trusted, or for another name, fails and is not to be tried again", async () => {
    const peer = await startSecure();
    const untrusting = testNetwork({ allowPrivate: [peer.endpoint], lookup: toLoopback });
    const trusting = testNetwork({
      allowPrivate: [peer.endpoint],
      lookup: toLoopback,
      certificateAuthorities: [certificate.cert],
    });
    for (const attempt of [
      untrusting.fetchToFile(`https://media.test:${peer.port}/`, "/nowhere/file"),
      trusting.fetchToFile(`https://other.test:${peer.port}/`, "/nowhere/file"),
      trusting.fetchToFile(`https://127.0.0.1:${peer.port}/`, "/nowhere/file"),
    ]) {
      await expect(attempt).rejects.toMatchObject({
        code: "source_unreachable",
        retryable: false,
        hint: expect.stringContaining("certificate") as string,
      });
    }
    expect(peer.requests).toEqual([]);
  });
});

/** Of the server's side, where the types do not know it. */
function serverNameOf(socket: TLSSocket): unknown {
  return "servername" in socket ? socket.servername : null;
}

test("closing ends a request that waits", async () => {
  const peer = await startRawPeer(() => {});
  const network = testNetwork({ allowPrivate: true });
  const pending = network.fetch(peer.origin);
  const failure = pending.then(() => null).catch((error: unknown) => error);
  await vi.waitFor(() => expect(peer.connections()).toBe(1));
  await network.close();
  expect(await failure).toBeInstanceOf(TypeError);
});
