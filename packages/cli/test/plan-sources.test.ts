import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine, type Engine } from "@proxx/engine";
import { discoverTools } from "@proxx/media";
import { openRuntime } from "@proxx/runtime";
import { makeClip, runProxx, temporaryFolder, testPicture } from "@proxx/testing";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { createNetwork, type Lookup } from "../../network/src/index.ts";
import { createOperations } from "../../operations/src/index.ts";
import { BUILT_IN_PROVIDERS, createProviders } from "../../providers/src/index.ts";
import { refusalIssues } from "../src/output/refusal-issues.ts";
import { executionOf, isProbe, issuesOf, planFolder, toolWitness } from "./plan-folder.ts";

const base = realpathSync(mkdtempSync(join(tmpdir(), "proxx-test-")));
const CLIP = makeClip("tiny.mp4", [...testPicture({ size: "64x36", seconds: 0.2 }), "-pix_fmt", "yuv420p"]);
copyFileSync(CLIP, join(base, "clip.mp4"));
afterAll(() => rmSync(base, { recursive: true }));

/** This machine and its networks, as they can be spelt. */
const PRIVATE_HOSTS = [
  ...["127.0.0.1", "127.0.0.1.", "127.0.0.2", "127.255.255.254", "127.1", "127.0.1", "2130706433", "0x7f000001"],
  ...["017700000001", "0x7f.1", "0x7f.0x0.0x0.0x1", "0177.0.0.1", "00000177.1", "%31%32%37.0.0.1", "127%2e0%2e0%2e1"],
  ...["１２７.０.０.１", "127。0。0。1", "①②⑦.⓪.⓪.①", "0", "0.0.0.0", "0x0", "[::1]", "[0:0:0:0:0:0:0:1]", "[::]"],
  ...["[::ffff:127.0.0.1]", "[::FFFF:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]"],
  ...["[2002:7f00:1::]", "localhost", "localhost.", "LOCALHOST", "ｌｏｃａｌｈｏｓｔ", "sub.localhost", "[fe80::1]"],
  ...["[fc00::1]", "[fd00:ec2::254]", "169.254.169.254", "2852039166", "0xa9fea9fe", "[::ffff:169.254.169.254]"],
  ...["10.0.0.1", "172.16.0.1", "192.168.0.1", "192.168.1", "100.64.0.1", "168.63.129.16", "224.0.0.1"],
];

/** The same with a name or a mark before it that is no host. */
const disguised = (port: number) => [
  `http://example.com@127.0.0.1:${port}/a.mp4`,
  `http://127.0.0.1:${port}\\@example.com/a.mp4`,
  `http:\\\\127.0.0.1:${port}\\a.mp4`,
  `http:127.0.0.1:${port}/a.mp4`,
  `HTTP://127.0.0.1:${port}#@example.com/a.mp4`,
  `https://127.0.0.1:${port}/a.mp4`,
];

/** Each operation's way to name a source. */
const PLACES: ((url: string) => { type: string; params: object; at: string })[] = [
  (url) => ({ type: "media", params: { url }, at: "url" }),
  (url) => ({ type: "merge", params: { items: ["clip.mp4", { media: url }] }, at: "items[1].media" }),
  (url) => ({ type: "reframe", params: { video: url, aspectRatio: "1:1" }, at: "video" }),
  (url) => ({ type: "captions", params: { video: "clip.mp4", file: url }, at: "file" }),
  (url) => ({ type: "addSubtitles", params: { video: url, text: "Hello" }, at: "video" }),
  (url) => ({ type: "layers", params: { items: [{ media: [url] }] }, at: "items[0].media[0]" }),
  (url) => ({ type: "overlayAudio", params: { video: "clip.mp4", audio: url }, at: "audio" }),
  (url) => ({ type: "lipSync", params: { video: "clip.mp4", audioUrl: url }, at: "audioUrl" }),
  (url) => ({ type: "removeBackground", params: { video: url }, at: "video" }),
  (url) => ({ type: "transcode", params: { video: url }, at: "video" }),
  (url) => ({ type: "generate", params: { prompt: "A", image: url }, at: "image" }),
  (url) => ({ type: "generateImage", params: { prompt: "A", images: [url] }, at: "images[0]" }),
];

describe("a source at a private address", () => {
  it("is reached by no operation, in no spelling, and each job says where it stands", async () => {
    const canary = await startCanary();
    const runtime = openRuntime({
      home: join(base, "home"),
      environment: { PATH: process.env["PATH"] },
    });
    onTestFinished(() => runtime.close());
    const urls = [...PRIVATE_HOSTS.map((host) => `http://${host}:${canary.port}/a.mp4`), ...disguised(canary.port)];
    expect(urls.length).toBeGreaterThan(50);
    const jobs = urls.flatMap((url, index) => {
      const place = PLACES[index % PLACES.length];
      return place === undefined ? [] : [{ id: `j${index}`, ...place(url) }];
    });
    const outputs = Object.fromEntries(jobs.map(({ id }) => [id, `$${id}`]));
    const plan = { jobs: jobs.map(({ id, type, params }) => ({ id, type, params })), outputs };
    const execution = await (await runtime.engine.start(plan, { baseFolder: base })).finished;
    expect(execution.jobs.map(({ id, error }) => `${id} ${error?.code} ${error?.message.split(": ")[0]}`)).toEqual(
      jobs.map(({ id, at }, index) => `${id} source_forbidden $.jobs[${index}].params.${at}`),
    );
    for (const { id, type, params, at } of jobs) {
      const refused = runtime.engine.explain({ jobs: [{ id, type, params }] }, { baseFolder: base });
      const issues = await refused.then(() => null, refusalIssues);
      expect(issues).toMatchObject([
        {
          path: `$.jobs[0].params.${at}`,
          code: "source_forbidden",
          hint: expect.stringMatching(/--allow-private-sources|credentials/),
        },
      ]);
    }
    expect(canary.connections()).toBe(0);
    expect(filesBelow(join(base, "home", "artifacts"))).toEqual([]);
  });

  it("is not reached by a detour over a server that may be reached", async () => {
    const canary = await startCanary();
    const targets = [
      ...["127.0.0.2", "localhost", "[::1]", "0x7f.2", "2130706434"].map(
        (host) => `http://${host}:${canary.port}/a.mp4`,
      ),
      ...[`//127.0.0.2:${canary.port}/a.mp4`, "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd"],
      `https://127.0.0.2:${canary.port}/a.mp4`,
    ];
    const front = await startPeer((request, response) => {
      const [, status, index] = /^\/(\d+)\/(\d+)/.exec(request.url ?? "") ?? [];
      response.writeHead(Number(status), { location: targets[Number(index)] }).end();
    });
    const engine = engineWith({ allowPrivate: [front.endpoint] });
    for (const [index, target] of targets.entries()) {
      const status = [301, 302, 303, 307, 308][index % 5];
      const error = await errorOf(engine, `${front.url}/${status}/${index}/a.mp4`);
      expect([target, error?.code]).toEqual([target, "source_forbidden"]);
    }
    expect(front.requests).toHaveLength(targets.length);
    expect(canary.connections()).toBe(0);
  });

  it("is not reached by a name that turns to it after it was looked at", async () => {
    const front = await startPeer((_request, response) => response.writeHead(500, { connection: "close" }).end());
    const canary = await startPeer((_request, response) => response.end("seen"), "127.0.0.2", front.port);
    const answers: string[] = [];
    const lookup: Lookup = () => Promise.resolve([{ address: answers.shift() ?? "127.0.0.2", family: 4 }]);
    const engine = engineWith({ allowPrivate: [front.endpoint], lookup });
    const url = `http://rebinding.test:${front.port}/a.mp4`;
    const codes: (string | undefined)[] = [];
    for (const address of ["127.0.0.1", "127.0.0.2", "127.0.0.1", "127.0.0.2", "169.254.169.254"]) {
      answers.splice(0, answers.length, address);
      codes.push((await errorOf(engine, url))?.code);
    }
    const [reached, refused] = ["source_unreachable", "source_forbidden"];
    expect(codes).toEqual([reached, refused, reached, refused, refused]);
    expect(front.requests).toHaveLength(2);
    expect(canary.connections()).toBe(0);
  });

  it("is not reached by what a source that may be reached names itself", async () => {
    const canary = await startCanary();
    const url = `http://127.0.0.1:${canary.port}/a.ts`;
    const bodies: Record<string, string> = {
      "/hls.mp4": `#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n${url}\n#EXT-X-ENDLIST\n`,
      "/key.m3u8": `#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="${url}"\n#EXTINF:9,\n${url}\n#EXT-X-ENDLIST\n`,
      "/concat.mov": `ffconcat version 1.0\nfile ${url}\n`,
      "/dash.mp4": `<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><AdaptationSet><BaseURL>${url}</BaseURL></AdaptationSet></Period></MPD>`,
      "/sdp.mp4": `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video ${canary.port} RTP/AVP 96\n`,
      "/drawing.png": `<svg xmlns="http://www.w3.org/2000/svg"><image href="${url}"/></svg>`,
      "/page.mp4": `<html><video src="${url}"></video></html>`,
    };
    const front = await startPeer((request, response) => {
      response.setHeader("content-type", "video/mp4").end(bodies[request.url ?? ""]);
    });
    const engine = engineWith({ allowPrivate: [front.endpoint] });
    for (const path of Object.keys(bodies)) {
      expect(await errorOf(engine, `${front.url}${path}`)).toMatchObject({
        code: "input_unusable",
        message: expect.stringMatching(/^\$\.jobs\[0\]\.params\.url: .* is not media/),
      });
    }
    expect(canary.connections()).toBe(0);
  });
});

describe("a source by URL", () => {
  it("that is too large, too slow, no media or not there is told of with its place, and leaves nothing", async () => {
    const front = await startPeer((request, response) => {
      if (request.url === "/announced.mp4") response.setHeader("content-length", 10_000_000).write("x");
      if (request.url === "/endless.mp4") sendEndlessly(response);
      if (request.url === "/trickle.mp4") response.write("x");
      if (request.url === "/page.mp4") response.setHeader("content-type", "text/html").end("<html></html>");
      if (request.url === "/empty.mp4") response.end();
      if (request.url === "/gone.mp4") response.writeHead(404).end();
      if (request.url === "/private.mp4") response.writeHead(401).end();
      if (request.url === "/busy.mp4") response.writeHead(503).end();
      // `silent.mp4` gets no answer.
    });
    const home = join(base, "limits");
    const limits = { maxSourceBytes: 100_000, sourceTimeoutMs: 500 };
    const engine = engineWith({ allowPrivate: [front.endpoint] }, { home, ...limits });
    const codes: Record<string, string> = {
      announced: "source_too_large",
      endless: "source_too_large",
      trickle: "source_unreachable",
      silent: "source_unreachable",
      page: "input_unusable",
      empty: "input_unusable",
      gone: "source_missing",
      private: "source_unreachable",
      busy: "source_unreachable",
    };
    const plan = {
      jobs: Object.keys(codes).map((id) => ({ id, type: "media", params: { url: `${front.url}/${id}.mp4` } })),
      outputs: Object.fromEntries(Object.keys(codes).map((id) => [id, `$${id}`])),
    };
    const { jobs } = await (await engine.start(plan)).finished;
    expect(Object.fromEntries(jobs.map(({ id, error }) => [id, error?.code]))).toEqual(codes);
    for (const [index, { error }] of jobs.entries()) {
      expect(error?.message).toMatch(new RegExp(`^\\$\\.jobs\\[${index}\\]\\.params\\.url: `));
      expect(error?.hint).not.toBe("");
    }
    expect(jobs.flatMap(({ id, error }) => (error?.retryable ? [id] : []))).toEqual(["trickle", "silent", "busy"]);
    expect(filesBelow(home)).toEqual([]);
  });

  it("that is allowed is fetched once, and asked for again with what was said of it", async () => {
    const place = planFolder();
    const witness = toolWitness();
    const env = { ...place.env, ...witness.env };
    const front = await startPeer((request, response) => {
      const isKnown = request.headers["if-none-match"] === '"one"';
      response.writeHead(isKnown ? 304 : 200, { etag: '"one"', "content-type": "video/mp4" });
      response.end(isKnown ? undefined : readFileSync(CLIP));
    });
    const url = `${front.url}/clip.mp4?signature=s3cret`;
    const plan = place.write([
      { id: "square", type: "reframe", params: { video: url, aspectRatio: "1:1" } },
      { id: "both", type: "merge", params: { items: [url, "$square"] } },
    ]);

    const refused = await runProxx(["plan", plan, "--json"], { env });
    expect(refused.code).toBe(1);
    expect(issuesOf(refused)).toMatchObject([
      {
        path: "$.jobs[0].params.video",
        code: "source_forbidden",
        hint: expect.stringContaining("--allow-private-sources"),
      },
    ]);
    expect(front.requests).toEqual([]);

    const first = await runProxx(["run-plan", plan, "--allow-private-sources"], { env });
    expect(first.code).toBe(0);
    expect(front.requests.map(({ headers }) => headers["if-none-match"])).toEqual([undefined]);
    witness.runs();

    const second = await runProxx(["run-plan", plan, "--allow-private-sources"], { env });
    expect(front.requests.map(({ headers }) => headers["if-none-match"])).toEqual([undefined, '"one"']);
    const execution = executionOf(second);
    expect(execution.result).toEqual(executionOf(first).result);
    expect(execution.jobs.find(({ id }) => id === "both")?.reused).toBe(true);
    expect(witness.runs().filter((run) => !isProbe(run))).toEqual([]);
    expect(`${first.stdout}${first.stderr}${second.stdout}`).not.toContain("s3cret");
    expect(place.left()).toEqual([]);
  });
});

/** The engine and the operations that `openRuntime` puts together, over a network whose reach and names are ours. */
function engineWith(
  reach: { allowPrivate: string[]; lookup?: Lookup },
  limits: { home?: string; maxSourceBytes?: number; sourceTimeoutMs?: number } = {},
): Engine {
  const network = createNetwork(reach);
  const operations = createOperations({
    tools: () => discoverTools(),
    fonts: () => {
      throw new Error("Expected nothing to be drawn");
    },
    providers: createProviders(BUILT_IN_PROVIDERS, { fetch: network.fetch }),
    defaultModels: {},
    movies: () => Promise.reject(new Error("Expected no movie")),
    searchPath: process.env["PATH"] ?? "",
  });
  const engine = createEngine({
    home: temporaryFolder(),
    ...limits,
    operations,
    fetchSource: (url, path, options) => network.fetchToFile(url, path, options),
  });
  onTestFinished(async () => {
    await engine.close();
    await network.close();
  });
  return engine;
}

async function errorOf(engine: Engine, url: string) {
  const { finished } = await engine.start({ jobs: [{ id: "a", type: "media", params: { url } }] });
  return (await finished).error;
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [entry.name] : [],
  );
}

function sendEndlessly(response: ServerResponse): void {
  const chunk = Buffer.alloc(65_536);
  const send = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on("drain", send);
  send();
}

interface Peer {
  url: string;
  /** As `allowPrivate` takes it. */
  endpoint: string;
  port: number;
  requests: IncomingMessage[];
  connections: () => number;
}

async function startPeer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  address = "127.0.0.1",
  wanted = 0,
): Promise<Peer> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  const { port, connections } = await listen(server, address, wanted);
  return { url: `http://${address}:${port}`, endpoint: `${address}:${port}`, port, requests, connections };
}

/** Listens on every address of this machine, of both families, whatever is spoken. */
async function startCanary(): Promise<{ port: number; connections: () => number }> {
  return listen(
    createTcpServer((socket) => socket.destroy()),
    "::",
    0,
  );
}

async function listen(server: Server, address: string, wanted: number) {
  let connections = 0;
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(wanted, address, resolve);
  });
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}
