import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ProxxError } from "@proxx/contract";
import { temporaryFolder } from "@proxx/testing";
import { describe, expect, test, vi } from "vitest";
import type { Lookup } from "../src/index.ts";
import { startCanary, startPeer } from "./http-peer.ts";
import { testNetwork } from "./test-network.ts";

const LOOPBACK_HOSTS = [
  "127.0.0.1",
  "127.0.0.1.",
  "127.0.0.2",
  "127.255.255.254",
  "127.1",
  "127.0.1",
  "2130706433",
  "0x7f000001",
  "017700000001",
  "0x7f.1",
  "0x7f.0x0.0x0.0x1",
  "0177.0.0.1",
  "0177.0.0.0x1",
  "00000177.1",
  "%31%32%37.0.0.1",
  "127%2e0%2e0%2e1",
  "127.0.\t0.1",
  "１２７.０.０.１",
  "127。0。0。1",
  "①②⑦.⓪.⓪.①",
  "0",
  "0.0.0.0",
  "0x0",
  "[::1]",
  "[0:0:0:0:0:0:0:1]",
  "[0000:0000:0000:0000:0000:0000:0000:0001]",
  "[::]",
  "[::ffff:127.0.0.1]",
  "[::FFFF:7f00:1]",
  "[0:0:0:0:0:ffff:127.0.0.1]",
  "[::ffff:0.0.0.0]",
  "localhost",
  "localhost.",
  "LOCALHOST",
  "ｌｏｃａｌｈｏｓｔ",
];

const OTHER_PRIVATE_HOSTS = [
  "sub.localhost",
  "a.b.localhost.",
  "[::127.0.0.1]",
  "[::7f00:1]",
  "[64:ff9b::7f00:1]",
  "[64:ff9b::127.0.0.1]",
  "[64:ff9b:1::7f00:1]",
  "[2002:7f00:1::]",
  "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
  "[fe80::1]",
  "[fc00::1]",
  "[fd00:ec2::254]",
  "[ff02::1]",
  "[::ffff:169.254.169.254]",
  "[::ffff:10.0.0.1]",
  "169.254.169.254",
  "2852039166",
  "0xa9fea9fe",
  "0251.0376.0251.0376",
  "10.0.0.1",
  "10.1",
  "172.16.0.1",
  "172.31.255.254",
  "192.168.0.1",
  "192.168.1",
  "3232235777",
  "100.64.0.1",
  "100.100.100.200",
  "168.63.129.16",
  "192.0.0.192",
  "198.18.0.1",
  "224.0.0.1",
  "255.255.255.255",
];

const NOT_HTTP_OR_NOT_AN_ADDRESS = [
  "file:///etc/passwd",
  "ftp://127.0.0.1/a",
  "gopher://127.0.0.1/_GET",
  "data:video/mp4,abc",
  "blob:http://127.0.0.1/a",
  "unix:/var/run/docker.sock",
  "javascript:1",
  "ws://127.0.0.1/",
  "//127.0.0.1/",
  "/etc/passwd",
  "",
  "http://",
  "http://[fe80::1%25lo]/",
  "http://[::1",
  "http://127.0.0.1%2f@example.com/",
  "http://0x7f.1.1.1.1/",
  "http://256.0.0.1/",
  "http://user@example.com/",
  "http://user:password@example.com/",
  "http://:password@example.com/",
];

function placeFor(): { path: string; files: () => string[] } {
  const folder = temporaryFolder();
  return { path: join(folder, "file"), files: () => readdirSync(folder) };
}

async function codeOf(attempt: () => Promise<unknown>): Promise<string> {
  try {
    await attempt();
    return "reached";
  } catch (error) {
    return error instanceof ProxxError ? error.code : String(error);
  }
}

/** For what must be refused before a name is even looked up. */
const noLookup: Lookup = (hostname) => Promise.reject(new Error(`looked up ${hostname}`));

describe("an address that is not public", () => {
  test("is refused in every spelling, and nothing connects", async () => {
    const canary = await startCanary();
    const network = testNetwork({ lookup: noLookup });
    const { path, files } = placeFor();
    const hosts = [...LOOPBACK_HOSTS, ...OTHER_PRIVATE_HOSTS];
    const urls = [
      ...hosts.flatMap((host) => [`http://${host}:${canary.port}/a.mp4`, `https://${host}:${canary.port}/a.mp4`]),
      ...hosts.map((host) => `http://${host}/a.mp4`),
      `http://127.0.0.1:${canary.port}\\@example.com/`,
      `http:\\\\127.0.0.1:${canary.port}\\`,
      `http:127.0.0.1:${canary.port}`,
      ` \thttp:///127.0.0.1:${canary.port}/\n`,
      `HTTP://127.0.0.1:${canary.port}#@example.com/`,
      `http://127.0.0.1:${canary.port}?@example.com/`,
      `http://example.com@127.0.0.1:${canary.port}/`,
      `http://example.com:80@127.0.0.1:${canary.port}/`,
      `http://127.0.0.1%2f@127.0.0.1:${canary.port}/`,
    ];
    expect(urls.length).toBeGreaterThan(40);
    const notRefused: string[] = [];
    for (const url of urls) {
      const codes = [
        await codeOf(() => network.fetchToFile(url, path)),
        await codeOf(() => network.fetch(url)),
        await codeOf(() => Promise.resolve(network.checkUrl(url))),
      ];
      if (codes.some((code) => code !== "source_forbidden")) notRefused.push(`${url}: ${codes.join(", ")}`);
    }
    expect(notRefused).toEqual([]);
    expect(canary.connections()).toBe(0);
    expect(files()).toEqual([]);
  });

  test("is reached in the same spellings when the operator allows it", async () => {
    const canary = await startCanary();
    const network = testNetwork({ allowPrivate: true });
    // Whether the system's resolver knows `localhost.` is its own affair.
    const hosts = LOOPBACK_HOSTS.filter((host) => host !== "localhost.");
    const texts = hosts.map(async (host) => (await network.fetch(`http://${host}:${canary.port}/`)).text());
    expect(await Promise.all(texts)).toEqual(hosts.map(() => "seen"));
    expect(canary.requests).toHaveLength(hosts.length);
  });

  test("is named with the way to allow it, which differs for webhooks", () => {
    const network = testNetwork();
    expect(() => network.checkUrl("http://10.0.0.1/")).toThrow(
      expect.objectContaining({ hint: expect.stringContaining("--allow-private-sources") as string }),
    );
    expect(() => network.checkUrl("http://10.0.0.1/", "webhook")).toThrow(
      expect.objectContaining({
        code: "webhook_invalid",
        hint: expect.stringContaining("--allow-private-webhooks") as string,
      }),
    );
  });

  test("is found by looking its name up, before anything is sent there", async () => {
    const addresses: Record<string, string> = { "inside.example": "10.0.0.1", "outside.example": "8.8.8.8" };
    const network = testNetwork({
      lookup: async (hostname) => {
        const address = addresses[hostname];
        if (address === undefined) throw new Error("ENOTFOUND");
        return [{ address, family: 4 }];
      },
    });
    await expect(network.checkReach("http://inside.example/", "webhook")).rejects.toMatchObject({
      code: "webhook_invalid",
      message:
        "The webhook http://inside.example is refused: inside.example is at 10.0.0.1, which is not a public address.",
      hint: expect.stringContaining("allowPrivateWebhooks: true") as string,
    });
    await expect(network.checkReach("http://10.0.0.1/")).rejects.toMatchObject({ code: "source_forbidden" });
    await network.checkReach("http://outside.example/");
    // It may have an address by the time it is told.
    await network.checkReach("http://nowhere.example/");
  });

  test("stays refused beside an endpoint that a list allows", async () => {
    const canary = await startCanary();
    const peer = await startPeer((_request, response) => response.end("allowed"));
    const network = testNetwork({ allowPrivate: [peer.endpoint], lookup: noLookup });
    expect(await (await network.fetch(peer.origin)).text()).toBe("allowed");
    const hosts = [
      `127.0.0.1:${canary.port}`,
      `127.0.0.2:${peer.port}`,
      `localhost:${peer.port}`,
      `[::1]:${peer.port}`,
    ];
    const codes = await Promise.all(hosts.map((host) => codeOf(() => network.fetch(`http://${host}`))));
    expect(codes).toEqual(hosts.map(() => "source_forbidden"));
    expect(canary.connections()).toBe(0);
  });
});

test.each(NOT_HTTP_OR_NOT_AN_ADDRESS)("%j is refused, whoever is allowed", async (url) => {
  const network = testNetwork({ allowPrivate: true, lookup: noLookup });
  const { path, files } = placeFor();
  await expect(network.fetchToFile(url, path)).rejects.toMatchObject({ code: "source_forbidden" });
  await expect(network.fetch(url)).rejects.toMatchObject({ code: "source_forbidden" });
  expect(files()).toEqual([]);
});

test("credentials are not repeated in what is said about them", async () => {
  const network = testNetwork();
  const error: unknown = await network
    .fetch("https://user:hunter2@example.com/a?token=s3cret")
    .catch((e: unknown) => e);
  expect(String(error)).toContain("https://example.com/a");
  expect(String(error)).not.toMatch(/hunter2|s3cret/);
});

describe("a name", () => {
  test.each([
    ["metadata.google.internal", ["169.254.169.254"]],
    ["instance-data.ec2.internal", ["169.254.169.254", "fd00:ec2::254"]],
    ["127.0.0.1.nip.test", ["127.0.0.1"]],
    ["intranet.test", ["10.1.2.3"]],
    ["six.test", ["::1"]],
    ["mapped.test", ["::ffff:127.0.0.1"]],
    ["nat64.test", ["64:ff9b::7f00:1"]],
    ["link-local.test", ["fe80::1%lo"]],
    ["mixed.test", ["8.8.8.8", "127.0.0.1"]],
    ["mixed-other-way.test", ["127.0.0.1", "8.8.8.8"]],
    ["mixed-families.test", ["2606:4700:4700::1111", "8.8.8.8", "::1"]],
    ["not-an-address.test", ["localhost"]],
    ["short.test", ["127.1"]],
  ])("%s that has the addresses %j is refused", async (name, addresses) => {
    const canary = await startCanary();
    const lookup = vi.fn<Lookup>(() =>
      Promise.resolve(addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }))),
    );
    const network = testNetwork({ lookup });
    const { path, files } = placeFor();
    await expect(network.fetchToFile(`http://${name}:${canary.port}/`, path)).rejects.toMatchObject({
      code: "source_forbidden",
      retryable: false,
      message: expect.stringContaining("not a public address") as string,
    });
    await expect(network.fetch(`https://${name}:${canary.port}/`)).rejects.toMatchObject({ code: "source_forbidden" });
    expect(lookup).toHaveBeenCalledWith(name);
    expect(canary.connections()).toBe(0);
    expect(files()).toEqual([]);
  });

  test("that has no address is unreachable, and may be tried again", async () => {
    const network = testNetwork({
      lookup: () =>
        Promise.reject(Object.assign(new Error("getaddrinfo ENOTFOUND nowhere.test"), { code: "ENOTFOUND" })),
    });
    const { path } = placeFor();
    await expect(network.fetchToFile("http://nowhere.test/", path)).rejects.toMatchObject({
      code: "source_unreachable",
      retryable: true,
      message: expect.stringContaining("ENOTFOUND") as string,
    });
  });

  test("that changes its address between check and connection is connected to where it was checked", async () => {
    const front = await startPeer((_request, response) => response.setHeader("connection", "close").end("front"));
    const canaries = [
      await startPeer((_request, response) => response.end("canary"), { address: "127.0.0.2", port: front.port }),
      await startPeer((_request, response) => response.end("canary"), { address: "::1", port: front.port }),
    ];
    const answers = [["127.0.0.1"], ["127.0.0.2"], ["::1"], ["127.0.0.1", "127.0.0.2"], ["127.0.0.1"]];
    const lookup = vi.fn<Lookup>(() =>
      Promise.resolve((answers.shift() ?? []).map((address) => ({ address, family: address.includes(":") ? 6 : 4 }))),
    );
    const network = testNetwork({ allowPrivate: [front.endpoint], lookup });
    const url = `http://rebinding.test:${front.port}/`;
    expect(await (await network.fetch(url)).text()).toBe("front");
    expect(lookup).toHaveBeenCalledTimes(1);
    for (let attempt = 0; attempt < 3; attempt += 1)
      await expect(network.fetch(url)).rejects.toMatchObject({ code: "source_forbidden" });
    expect(await (await network.fetch(url)).text()).toBe("front");
    expect(lookup).toHaveBeenCalledTimes(5);
    expect(canaries.map(({ connections }) => connections())).toEqual([0, 0]);
  });

  test("whose lookup gives objects that change when they are read again is connected to what was read", async () => {
    const front = await startPeer((_request, response) => response.end("front"));
    const canary = await startPeer((_request, response) => response.end("canary"), {
      address: "127.0.0.2",
      port: front.port,
    });
    let reads = 0;
    const shifty = {
      family: 4,
      get address() {
        reads += 1;
        return reads === 1 ? "127.0.0.1" : "127.0.0.2";
      },
    };
    const network = testNetwork({ allowPrivate: [front.endpoint], lookup: () => Promise.resolve([shifty]) });
    expect(await (await network.fetch(`http://shifty.test:${front.port}/`)).text()).toBe("front");
    expect(canary.connections()).toBe(0);
  });
});

test("the environment's proxies are not used", async () => {
  const canary = await startCanary();
  const peer = await startPeer((_request, response) => response.end("direct"));
  for (const name of ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])
    vi.stubEnv(name, `http://127.0.0.1:${canary.port}`);
  vi.stubEnv("NODE_USE_ENV_PROXY", "1");
  vi.stubEnv("no_proxy", "");
  vi.stubEnv("NO_PROXY", "");
  try {
    const network = testNetwork({ allowPrivate: [peer.endpoint] });
    const { path } = placeFor();
    expect(await (await network.fetch(peer.origin)).text()).toBe("direct");
    expect(await network.fetchToFile(peer.origin, path)).toMatchObject({ bytes: 6 });
    await expect(network.fetch(`http://10.0.0.1/`)).rejects.toMatchObject({ code: "source_forbidden" });
  } finally {
    vi.unstubAllEnvs();
  }
  expect(canary.connections()).toBe(0);
});
