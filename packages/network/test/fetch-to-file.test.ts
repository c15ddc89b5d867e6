import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { createRandom, temporaryFolder } from "@proxx/testing";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { FetchToFileOptions } from "../src/index.ts";
import { startPeer, startRawPeer, type Peer } from "./http-peer.ts";
import { testNetwork } from "./test-network.ts";

const random = createRandom(1);
const content = Buffer.from(Array.from({ length: 300_000 }, () => Math.floor(random() * 256)));
const sha256 = createHash("sha256").update(content).digest("hex");

function fetchFrom(peer: Peer, options: FetchToFileOptions = {}, path = "/folder/clip.mp4?signature=s3cret") {
  const folder = temporaryFolder();
  const file = join(folder, "file");
  const network = testNetwork({ allowPrivate: [peer.endpoint] });
  return { fetched: network.fetchToFile(peer.origin + path, file, options), file, files: () => readdirSync(folder) };
}

async function expectFailure(peer: Peer, expected: Record<string, unknown>, options: FetchToFileOptions = {}) {
  const { fetched, files } = fetchFrom(peer, options);
  await expect(fetched).rejects.toMatchObject({ name: "ProxxError", ...expected });
  expect(files()).toEqual([]);
}

/** Answers as an HTTP server would that is cut off or never ends. */
function rawAnswer(head: readonly string[], after: "end" | "hang", body = ""): Promise<Peer> {
  return startRawPeer((socket) => {
    socket.once("data", () => {
      socket.write(`${[...head, "", ""].join("\r\n")}${body}`);
      if (after === "end") socket.end();
    });
  });
}

describe("a file that is fetched", () => {
  test("is stored whole, with what the server says of it", async () => {
    const peer = await startPeer((_request, response) => {
      response.writeHead(200, {
        "content-type": 'Video/MP4; codecs="avc1"',
        "content-length": content.length,
        etag: '"v1"',
        "last-modified": "Wed, 01 Jan 2025 00:00:00 GMT",
      });
      response.end(content);
    });
    const onProgress = vi.fn<(received: number, total: number | null) => void>();
    const { fetched, file } = fetchFrom(peer, { onProgress, accept: ["video/*"] });
    expect(await fetched).toEqual({
      status: "fetched",
      bytes: content.length,
      sha256,
      mediaType: "video/mp4",
      charset: null,
      etag: '"v1"',
      lastModified: "Wed, 01 Jan 2025 00:00:00 GMT",
      finalUrl: `${peer.origin}/folder/clip.mp4?signature=s3cret`,
      fileName: "clip.mp4",
    });
    expect(readFileSync(file).equals(content)).toBe(true);
    expect(onProgress.mock.lastCall).toEqual([content.length, content.length]);
    expect(peer.requests[0]?.headers).toMatchObject({
      accept: "*/*",
      "accept-encoding": "identity",
      "user-agent": "proxx",
    });
    expect(peer.requests[0]?.url).toBe("/folder/clip.mp4?signature=s3cret");
  });

  test("is asked for with the caller's own headers, but as it is", async () => {
    const peer = await startPeer((_request, response) => response.end());
    const headers = { Accept: "video/mp4", "User-Agent": "acme", "Accept-Encoding": "gzip", authorization: "Key 1" };
    await fetchFrom(peer, { headers }).fetched;
    expect(peer.requests[0]?.headers).toMatchObject({
      accept: "video/mp4",
      "user-agent": "acme",
      "accept-encoding": "identity",
      authorization: "Key 1",
    });
  });

  test("may come in chunks, of unknown length and type, and be empty", async () => {
    const peer = await startPeer((_request, response) => response.end());
    const { fetched, file } = fetchFrom(peer, {}, "/");
    expect(await fetched).toMatchObject({ bytes: 0, mediaType: null, etag: null, lastModified: null, fileName: null });
    expect(readFileSync(file)).toHaveLength(0);
  });

  test.each([
    ["gzip", gzipSync(content)],
    ["deflate", deflateSync(content)],
    ["br", brotliCompressSync(content)],
  ])("is decoded when it comes as %s all the same", async (encoding, encoded) => {
    const peer = await startPeer((_request, response) => {
      response.writeHead(200, { "content-encoding": encoding, "content-length": encoded.length }).end(encoded);
    });
    const { fetched, file } = fetchFrom(peer);
    expect(await fetched).toMatchObject({ bytes: content.length, sha256 });
    expect(readFileSync(file).equals(content)).toBe(true);
  });

  test("is not fetched again when it has not changed", async () => {
    const peer = await startPeer((request, response) => {
      response.writeHead(request.headers["if-none-match"] === '"v1"' ? 304 : 200, { etag: '"v1"' }).end();
    });
    const { fetched, files } = fetchFrom(peer, { etag: '"v1"', lastModified: "Wed, 01 Jan 2025 00:00:00 GMT" });
    expect(await fetched).toEqual({
      status: "not-modified",
      etag: '"v1"',
      lastModified: "Wed, 01 Jan 2025 00:00:00 GMT",
      finalUrl: expect.stringContaining("clip.mp4") as string,
    });
    expect(peer.requests[0]?.headers["if-modified-since"]).toBe("Wed, 01 Jan 2025 00:00:00 GMT");
    expect(files()).toEqual([]);
  });

  test("is not written over what is there", async () => {
    const peer = await startPeer((_request, response) => response.end("new"));
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "older");
    const network = testNetwork({ allowPrivate: true });
    await expect(network.fetchToFile(peer.origin, file)).rejects.toThrow("EEXIST");
    expect(readFileSync(file, "utf8")).toBe("older");
  });
});

describe("a limit", () => {
  const endless: RequestListener = (_request, response) => {
    const write = () => {
      while (response.write(content));
    };
    response.on("drain", write);
    write();
  };

  test("of bytes is kept by the announced length, before anything is stored", async () => {
    const peer = await startPeer((_request, response) => {
      response.writeHead(200, { "content-length": 1001 });
      response.write("a");
    });
    const onProgress = vi.fn<() => void>();
    await expectFailure(peer, { code: "source_too_large", retryable: false }, { maxBytes: 1000, onProgress });
    expect(onProgress).not.toHaveBeenCalled();
  });

  test("of bytes is kept while they come, when no length was announced", async () => {
    const peer = await startPeer(endless);
    const onProgress = vi.fn<(received: number, total: number | null) => void>();
    await expectFailure(peer, { code: "source_too_large" }, { maxBytes: 1_000_000, onProgress });
    expect(onProgress.mock.lastCall?.[0]).toBeLessThanOrEqual(1_000_000);
  });

  test("of bytes lets through what is exactly as large", async () => {
    const peer = await startPeer((_request, response) => response.end(content));
    expect(await fetchFrom(peer, { maxBytes: content.length }).fetched).toMatchObject({ bytes: content.length });
  });

  test("of total time holds without a signal too", async () => {
    const peer = await startRawPeer(() => {});
    await expectFailure(peer, { message: expect.stringContaining("longer than 100 ms") as string }, { timeoutMs: 100 });
  });

  test("of bytes is kept for what they decode to", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const peer = await startPeer((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip", "content-length": bomb.length }).end(bomb);
    });
    await expectFailure(peer, { code: "source_too_large" }, { maxBytes: 1_000_000 });
  });

  test("of time ends a server that never answers", async () => {
    const peer = await startRawPeer(() => {});
    await expectFailure(peer, { code: "source_unreachable", retryable: true }, { headersTimeoutMs: 100 });
    expect(peer.connections()).toBe(1);
  });

  test("of silence ends a body that stops", async () => {
    const peer = await rawAnswer(["HTTP/1.1 200 OK", "Content-Length: 100"], "hang", "some");
    await expectFailure(peer, { code: "source_unreachable", retryable: true }, { idleMs: 100 });
  });

  test.each([
    ["a body that drips", "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"],
    ["headers that drip", "HTTP/1.1 200 OK\r\nX-Drip: "],
  ])("of total time ends %s", async (_what, head) => {
    const peer = await startRawPeer((socket) => {
      socket.write(head);
      const timer = setInterval(() => socket.write("a"), 10);
      socket.once("close", () => clearInterval(timer));
    });
    await expectFailure(
      peer,
      { code: "source_unreachable", retryable: true, message: expect.stringContaining("longer than 200 ms") as string },
      { timeoutMs: 200, idleMs: 10_000, signal: new AbortController().signal },
    );
  });

  test.each(["maxBytes", "timeoutMs", "idleMs", "headersTimeoutMs"])("%s that is none is a TypeError", async (name) => {
    const network = testNetwork();
    for (const value of [0, -1, Number.NaN, 1.5, 2 ** 53])
      await expect(network.fetchToFile("http://example.com/", "/nowhere", { [name]: value })).rejects.toThrow(
        new RegExp(`^Expected \`${name}\` to be a positive integer up to \\d+, got \`${value}\`$`),
      );
    expect(() => testNetwork({ connectTimeoutMs: 2 ** 31 })).toThrow("`connectTimeoutMs`");
  });
});

describe("a fetch that fails leaves no file", () => {
  test.each([
    ["the body is shorter than announced", ["HTTP/1.1 200 OK", "Content-Length: 100"], "short"],
    ["the last chunk is missing", ["HTTP/1.1 200 OK", "Transfer-Encoding: chunked"], "5\r\nshort\r\n"],
    [
      "the compressed body is cut",
      ["HTTP/1.1 200 OK", "Content-Encoding: gzip", "Connection: close"],
      String.fromCharCode(0x1f),
    ],
    ["the peer speaks something else", ["SSH-2.0-OpenSSH_9.0"], ""],
    ["the peer says nothing", [], ""],
  ])("when %s", async (_what, head, body) => {
    const peer = await rawAnswer(head, "end", body);
    await expectFailure(peer, { code: "source_unreachable", retryable: true });
  });

  test.each([
    [404, "source", "source_missing", false],
    [410, "source", "source_missing", false],
    [401, "source", "source_unreachable", false],
    [403, "source", "source_unreachable", false],
    [400, "source", "source_unreachable", false],
    [204, "source", "source_unreachable", false],
    [206, "source", "source_unreachable", false],
    [304, "source", "source_unreachable", false],
    [429, "source", "source_unreachable", true],
    [500, "source", "source_unreachable", true],
    [503, "source", "source_unreachable", true],
    [403, "result", "result_expired", false],
    [404, "result", "result_expired", false],
    [502, "result", "provider_unavailable", true],
  ] as const)("when the server answers %d for a %s: %s", async (status, purpose, code, retryable) => {
    const peer = await startPeer((_request, response) => response.writeHead(status).end());
    await expectFailure(
      peer,
      { code, retryable, message: expect.stringContaining(String(status)) as string },
      { purpose },
    );
  });

  test.each([
    ["source", "media_unsupported"],
    ["result", "result_unusable"],
  ] as const)("when the type of a %s is not accepted", async (purpose, code) => {
    const peer = await startPeer((_request, response) => {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end("<html>");
    });
    const expected = { code, message: expect.stringContaining("text/html") as string };
    await expectFailure(peer, expected, { purpose, accept: ["video/*", "application/octet-stream", "text/plain"] });
    await expectFailure(peer, expected, { purpose, accept: (mediaType) => mediaType !== "text/html" });
  });

  test("when it comes in an encoding that nobody asked for", async () => {
    const peer = await startPeer((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip, gzip" }).end("x");
    });
    await expectFailure(peer, { code: "source_unreachable", retryable: false });
  });

  test("when nobody listens", async () => {
    const network = testNetwork({ allowPrivate: true });
    const folder = temporaryFolder();
    await expect(network.fetchToFile("http://127.0.0.1:1/a", join(folder, "file"))).rejects.toMatchObject({
      code: "source_unreachable",
      retryable: true,
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each(["the first bytes", "the headers", "the connection", "anything"])(
    "when it is aborted before or after %s",
    async (when) => {
      const controller = new AbortController();
      const folder = temporaryFolder();
      let closed = false;
      const peer = await startPeer((_request, response) => {
        response.once("close", () => {
          closed = true;
        });
        if (when === "the headers") controller.abort();
        else response.writeHead(200, { "content-length": content.length }).write(content.subarray(0, 100_000));
      });
      const network = testNetwork({
        allowPrivate: [peer.endpoint],
        lookup: () => {
          if (when === "the connection") controller.abort();
          return when === "the connection"
            ? new Promise(() => {})
            : Promise.resolve([{ address: "127.0.0.1", family: 4 }]);
        },
      });
      if (when === "anything") controller.abort();
      const fetched = network.fetchToFile(`http://a.test:${peer.port}/`, join(folder, "file"), {
        signal: controller.signal,
        onProgress: () => when === "the first bytes" && controller.abort(),
      });
      await expect(fetched).rejects.toMatchObject({ name: "ProxxError", code: "aborted" });
      expect(readdirSync(folder)).toEqual([]);
      if (peer.requests.length > 0) await vi.waitFor(() => expect(closed).toBe(true));
    },
  );

  test("when the network is closed under it", async () => {
    const peer = await startPeer((_request, response) => {
      response.writeHead(200, { "content-length": 100 }).write("some");
    });
    const network = testNetwork({ allowPrivate: true });
    const folder = temporaryFolder();
    const fetched = network.fetchToFile(peer.origin, join(folder, "file"));
    onTestFinished(() => fetched.then(() => {}).catch(() => {}));
    await vi.waitFor(() => expect(readdirSync(folder)).toEqual(["file"]));
    await network.close();
    await expect(fetched).rejects.toMatchObject({ code: "source_unreachable" });
    expect(readdirSync(folder)).toEqual([]);
  });

  test("and says where, without what is secret in the address", async () => {
    const peer = await startPeer((_request, response) => response.writeHead(404).end());
    const error: unknown = await fetchFrom(peer).fetched.catch((reason: unknown) => reason);
    expect(String(error)).toContain(`${peer.origin}/folder/clip.mp4`);
    expect(String(error)).not.toContain("s3cret");
  });
});
