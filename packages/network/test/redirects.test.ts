import { readdirSync, readFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { temporaryFolder } from "@proxx/testing";
import { describe, expect, test } from "vitest";
import { selfSignedCertificate } from "./self-signed-certificate.ts";
import { startCanary, startPeer, type Peer } from "./http-peer.ts";
import { testNetwork } from "./test-network.ts";

const STATUSES = [301, 302, 303, 307, 308];

function redirectTo(location: string | (() => string), status = 302): RequestListener {
  return (_request, response) =>
    response.writeHead(status, { location: typeof location === "string" ? location : location() }).end("moved");
}

async function expectRefused(peer: Peer, code: string, network = testNetwork({ allowPrivate: [peer.endpoint] })) {
  const folder = temporaryFolder();
  await expect(network.fetchToFile(`${peer.origin}/start`, join(folder, "file"))).rejects.toMatchObject({
    code,
    retryable: false,
  });
  await expect(network.fetch(`${peer.origin}/start`)).rejects.toMatchObject({ code });
  expect(readdirSync(folder)).toEqual([]);
}

describe("a redirect to an address that is not public", () => {
  test.each(STATUSES)("by %d reaches nothing", async (status) => {
    const canary = await startCanary();
    const targets = [
      "127.0.0.1",
      "[::1]",
      "localhost",
      "2130706433",
      "0x7f.1",
      "[::ffff:7f00:1]",
      "0",
      "user@example.com",
    ];
    for (const host of targets) {
      const peer = await startPeer(redirectTo(`http://${host}:${canary.port}/`, status));
      await expectRefused(peer, "source_forbidden");
      expect(peer.requests).toHaveLength(2);
    }
    expect(canary.connections()).toBe(0);
  });

  test("by way of a name reaches nothing", async () => {
    const canary = await startCanary();
    const peer = await startPeer(redirectTo(`http://inside.test:${canary.port}/`));
    const lookup = () => Promise.resolve([{ address: "127.0.0.1", family: 4 }]);
    await expectRefused(peer, "source_forbidden", testNetwork({ allowPrivate: [peer.endpoint], lookup }));
    expect(canary.connections()).toBe(0);
  });

  test("at the end of a chain reaches nothing", async () => {
    const canary = await startCanary();
    const peer = await startPeer((request, response) => {
      const step = Number(request.url?.slice(2) ?? "0") || 0;
      const location = step < 4 ? `/s${step + 1}` : `//127.0.0.1:${canary.port}/`;
      response.writeHead(302, { location }).end();
    });
    await expectRefused(peer, "source_forbidden");
    expect(peer.requests.map(({ url }) => url).slice(0, 5)).toEqual(["/start", "/s1", "/s2", "/s3", "/s4"]);
    expect(canary.connections()).toBe(0);
  });

  test("in another protocol reaches nothing", async () => {
    for (const location of ["file:///etc/passwd", "ftp://example.com/", "data:video/mp4,abc", "gopher://127.0.0.1/"])
      await expectRefused(await startPeer(redirectTo(location)), "source_forbidden");
  });
});

describe("redirects", () => {
  test.each(STATUSES)("by %d are followed to where they lead, which names the file", async (status) => {
    const peer = await startPeer((request, response) => {
      if (request.url === "/start") response.writeHead(status, { location: "../there/clip.mp4?x=1" }).end("moved");
      else response.end("there");
    });
    const file = join(temporaryFolder(), "file");
    const network = testNetwork({ allowPrivate: [peer.endpoint] });
    expect(await network.fetchToFile(`${peer.origin}/start`, file)).toMatchObject({
      finalUrl: `${peer.origin}/there/clip.mp4?x=1`,
      fileName: "clip.mp4",
    });
    expect(readFileSync(file, "utf8")).toBe("there");
    const response = await network.fetch(`${peer.origin}/start`);
    expect(response).toMatchObject({ url: `${peer.origin}/there/clip.mp4?x=1`, redirected: true });
    expect(await response.text()).toBe("there");
  });

  test("to an address written in raw UTF-8 are followed", async () => {
    const peer = await startPeer((request, response) => {
      if (request.url === "/start") response.writeHead(302, { location: Buffer.from("/café.mp4").toString("latin1") });
      response.end();
    });
    const network = testNetwork({ allowPrivate: [peer.endpoint] });
    expect((await network.fetch(`${peer.origin}/start`)).url).toBe(`${peer.origin}/caf%C3%A9.mp4`);
    expect(await network.fetchToFile(`${peer.origin}/start`, join(temporaryFolder(), "file"))).toMatchObject({
      fileName: "café.mp4",
    });
  });

  test("in a circle end after five", async () => {
    const peer = await startPeer(redirectTo("/again"));
    await expectRefused(peer, "source_unreachable");
    expect(peer.requests).toHaveLength(2 * 6);
  });

  test("five in a row are followed", async () => {
    const peer = await startPeer((request, response) => {
      const step = Number(request.url?.slice(1));
      if (step < 5) response.writeHead(302, { location: `/${step + 1}` });
      response.end();
    });
    const network = testNetwork({ allowPrivate: [peer.endpoint] });
    expect((await network.fetch(`${peer.origin}/0`)).url).toBe(`${peer.origin}/5`);
  });

  test("to what is no address, or to nowhere, are failures", async () => {
    await expectRefused(await startPeer(redirectTo("http://[")), "source_unreachable");
    const network = testNetwork({ allowPrivate: true });
    const nowhere = await startPeer((_request, response) => response.writeHead(302).end());
    await expect(network.fetchToFile(nowhere.origin, join(temporaryFolder(), "file"))).rejects.toMatchObject({
      code: "source_unreachable",
    });
  });

  test("take no key to another origin, and none back", async () => {
    const other = await startPeer(redirectTo(() => `${first.origin}/back`));
    const first = await startPeer((request, response) => {
      if (request.url === "/start") response.writeHead(307, { location: "/same" }).end();
      else if (request.url === "/same") response.writeHead(307, { location: `${other.origin}/other` }).end();
      else response.end("done");
    });
    const network = testNetwork({ allowPrivate: [first.endpoint, other.endpoint] });
    const headers = { Authorization: "Bearer s3cret", "X-Api-Key": "s3cret", cookie: "s3cret", "xi-api-key": "s3cret" };
    await network.fetchToFile(`${first.origin}/start`, join(temporaryFolder(), "file"), { headers });
    await (await network.fetch(`${first.origin}/start`, { headers, method: "POST", body: "prompt" })).text();
    const keysSeenAt = (url: string) =>
      [...first.requests, ...other.requests]
        .filter((request) => request.url === url)
        .map((request) => Object.values(request.headers).filter((value) => String(value).includes("s3cret")).length);
    expect(["/start", "/same", "/other", "/back"].map(keysSeenAt)).toEqual([
      [4, 4],
      [4, 4],
      [0, 0],
      [0, 0],
    ]);
  });

  test("from https to http are refused, and from http to https followed", async () => {
    const canary = await startPeer((_request, response) => response.end("plain"));
    const certificate = selfSignedCertificate(["media.test"]);
    const secure = await startPeer(
      (request, response) => {
        if (request.url === "/start") response.writeHead(302, { location: `http://media.test:${canary.port}/` });
        response.end("secure");
      },
      { tls: certificate },
    );
    const upward = await startPeer(redirectTo(`https://media.test:${secure.port}/`));
    const network = testNetwork({
      allowPrivate: [canary.endpoint, secure.endpoint, upward.endpoint],
      lookup: () => Promise.resolve([{ address: "127.0.0.1", family: 4 }]),
      certificateAuthorities: [certificate.cert],
    });
    const start = `https://media.test:${secure.port}/start`;
    await expect(network.fetch(start)).rejects.toMatchObject({ code: "source_forbidden" });
    await expect(network.fetchToFile(start, join(temporaryFolder(), "file"))).rejects.toMatchObject({
      code: "source_forbidden",
    });
    expect(canary.connections()).toBe(0);
    expect(await (await network.fetch(upward.origin)).text()).toBe("secure");
  });
});
