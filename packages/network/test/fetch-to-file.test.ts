import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import type { RequestListener, ServerResponse } from "node:http";
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

describe("a fetch that is resumed", () => {
  interface Cutting {
    ranges: boolean;
    cut?: number;
    onCut?: (answer: ServerResponse) => void;
  }

  /** Sends what ranges ask for where `ranges` says so; the first answer stops at `cut`, and is told to `onCut`. */
  async function startCutting({ ranges, cut = Infinity, onCut = () => {} }: Cutting) {
    return await startPeer((request, response) => {
      const start = ranges ? Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0) : 0;
      if (start >= content.length)
        return response.writeHead(416, { "content-range": `bytes */${content.length}` }).end();
      const rest = content.subarray(start);
      const range = { "content-range": `bytes ${start}-${content.length - 1}/${content.length}` };
      response.writeHead(start > 0 ? 206 : 200, { "content-length": rest.length, ...(start > 0 ? range : {}) });
      if (start > 0 || rest.length < cut) return response.end(rest);
      response.write(rest.subarray(0, cut));
      onCut(response);
    });
  }

  function fetchInParts(peer: Peer, file: string, options: FetchToFileOptions = {}) {
    return testNetwork({ allowPrivate: [peer.endpoint] }).fetchToFile(`${peer.origin}/a`, file, {
      resume: true,
      ...options,
    });
  }

  test("goes on behind what is there, and is one file", async () => {
    const cut = Promise.withResolvers<ServerResponse>();
    const peer = await startCutting({ ranges: true, cut: 200_000, onCut: cut.resolve });
    const file = join(temporaryFolder(), "file");
    const broken = fetchInParts(peer, file);
    onTestFinished(() => broken.then(() => {}).catch(() => {}));
    const answer = await cut.promise;
    await vi.waitFor(() => expect(statSync(file).size).toBeGreaterThan(0));
    answer.destroy();
    await expect(broken).rejects.toMatchObject({ code: "source_unreachable", retryable: true });
    const left = readFileSync(file);
    expect(left).toEqual(content.subarray(0, left.length));
    const seen: (number | null)[][] = [];
    const onProgress = (received: number, total: number | null) => void seen.push([received, total]);
    expect(await fetchInParts(peer, file, { onProgress })).toMatchObject({ bytes: content.length, sha256 });
    expect(readFileSync(file)).toEqual(content);
    expect(peer.requests.map(({ headers }) => headers.range)).toEqual([undefined, `bytes=${left.length}-`]);
    expect(seen[0]?.[0]).toBeGreaterThan(left.length);
    expect(seen.at(-1)).toEqual([content.length, content.length]);
  });

  test("is asked for with its range where a redirect leads, and keeps the limit of bytes for all of it", async () => {
    const peer = await startCutting({ ranges: true });
    const door = await startPeer((_request, response) =>
      response.writeHead(302, { location: `${peer.origin}/b` }).end(),
    );
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, content.subarray(0, 1000));
    const network = testNetwork({ allowPrivate: [peer.endpoint, door.endpoint] });
    const fetched = network.fetchToFile(door.origin, file, { resume: true, maxBytes: content.length - 1 });
    await expect(fetched).rejects.toMatchObject({ code: "source_too_large" });
    expect(await network.fetchToFile(door.origin, file, { resume: true })).toMatchObject({ sha256 });
    expect(peer.requests.map(({ headers }) => headers.range)).toEqual(["bytes=1000-", "bytes=1000-"]);
  });

  test("begins again where the server knows no ranges, or has less than there is", async () => {
    for (const ranges of [false, true]) {
      const peer = await startCutting({ ranges });
      const file = join(temporaryFolder(), "file");
      writeFileSync(file, Buffer.alloc(content.length + 1));
      expect(await fetchInParts(peer, file)).toMatchObject({ bytes: content.length, sha256 });
      expect(readFileSync(file)).toEqual(content);
    }
  });

  test.each(["bytes 5-9/10", "bytes 1000-1001/300000", "nonsense", undefined])(
    "takes no other part than it asked for: %s",
    async (range) => {
      const peer = await startPeer((_request, response) => {
        response.writeHead(206, range === undefined ? {} : { "content-range": range }).end("x");
      });
      const file = join(temporaryFolder(), "file");
      writeFileSync(file, content.subarray(0, 1000));
      await expect(fetchInParts(peer, file)).rejects.toMatchObject({ code: "source_unreachable", retryable: false });
      expect(readFileSync(file)).toEqual(content.subarray(0, 1000));
    },
  );
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
