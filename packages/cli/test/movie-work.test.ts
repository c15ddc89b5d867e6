import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join, relative } from "node:path";
import { executionSchema, type Execution } from "@proxx/contract";
import {
  askFfprobe,
  childrenOf,
  isRunning,
  makeClip,
  startProxx,
  temporaryFolder,
  testTone,
  type RunningProxx,
} from "@proxx/testing";
import { expect, it, onTestFinished, vi } from "vitest";

// Long enough to be rendered for a while, in a frame that is quick to draw.
const SCRIPT = {
  title: "The tide",
  sections: [
    {
      title: "Twice a day",
      slide: { layout: "bullets", title: "Twice a day", items: ["The moon pulls", "The sun helps"] },
      narrations: [
        { text: "Twice a day the sea rises and falls again.", item: 1 },
        { text: "The moon pulls the water, and the sun helps when it stands in line.", item: 2 },
      ],
    },
    { title: "What stays", narrations: [{ text: "Between the two nothing happens, and that is the whole story." }] },
  ],
};

function start(args: readonly string[]): RunningProxx {
  const program = startProxx(args);
  onTestFinished(() => void program.child.kill("SIGKILL"));
  return program;
}

/** Music that is not there before it is let. */
async function startMusic(): Promise<{ url: string; play: () => void }> {
  const tone = readFileSync(makeClip("movie-music.mp3", testTone({ seconds: 20 })));
  let isThere = false;
  const site = createServer((_, response) => {
    if (isThere) response.writeHead(200, { "content-type": "audio/mpeg" }).end(tone);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void site.close());
  const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/music.mp3`;
  return { url, play: () => (isThere = true) };
}

const filesBelow = (folder: string) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [];

/** That each artifact has the bytes that its name says. */
function expectWhole(data: string): void {
  const store = join(data, "artifacts");
  const artifacts = filesBelow(store).filter((path) => !path.endsWith(".note"));
  expect(artifacts.length).toBeGreaterThan(0);
  for (const path of artifacts) {
    const named = relative(store, path).replace("/", "").replace(/\..*$/, "");
    expect(createHash("sha256").update(readFileSync(path)).digest("hex")).toBe(named);
  }
}

it("makes a movie for a server that only takes it: fails, is cancelled and is killed on the way, and nothing is made twice", async () => {
  const data = temporaryFolder();
  const music = await startMusic();
  const server = start(["serve", "--port", "0", "--data", data, "--workers", "0", "--allow-private-sources"]);
  const work = () => start(["work", "--data", data, "--workers", "2", "--allow-private-sources"]);
  const [first] = [work(), await server.said(/proxx serves at http:\S+;/)];
  await first.said(/proxx works/);
  const url = /serves at (http:[^;]+);/.exec(server.stderr())?.[1] ?? "";
  const post = async (path: string, body?: object) => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(url + path, {
      method: "POST",
      ...(body === undefined ? {} : { headers, body: JSON.stringify(body) }),
    });
    return (await answer.json()) as { executionId: string; status: string };
  };
  const read = async (id: string): Promise<Execution> =>
    executionSchema.parse(await (await fetch(`${url}/api/execute/${id}/status`)).json());
  const ended = (id: string) =>
    vi.waitFor(
      async () => {
        const execution = await read(id);
        expect(execution.completedAt).not.toBeNull();
        return execution;
      },
      { timeout: 60_000, interval: 100 },
    );
  /** The movie itself is at work, in processes of the worker's. */
  const rendering = (id: string, worker: RunningProxx) =>
    vi.waitFor(
      async () => {
        const { jobs, progress } = await read(id);
        const job = jobs.at(-1);
        // The steps count for their shares of a movie.
        expect(progress).toBeGreaterThanOrEqual(82);
        expect(job).toMatchObject({ id: "movie", status: "processing" });
        expect(childrenOf(worker.child.pid ?? 0).map(({ command }) => command)).toContain("ffmpeg");
      },
      { timeout: 60_000, interval: 20 },
    );
  const partsOf = (sort: string) =>
    filesBelow(join(data, "reuse", `part.${sort}`)).filter((name) => name.endsWith(".json")).length;
  const standing = ({ jobs }: Execution) => Object.fromEntries(jobs.map(({ id, status }) => [id, status]));

  const order = { script: SCRIPT, size: "640x360", music: music.url };
  const failed = await ended((await post("/api/movies", order)).executionId);
  expect(failed).toMatchObject({ status: "failed", error: { jobId: "movie", code: "source_missing" } });
  expect(standing(failed)).toEqual({ script: "completed", speech: "completed", slides: "completed", movie: "failed" });
  const made = { narration: partsOf("narration"), slide: partsOf("slide") };
  expect(made).toEqual({ narration: 3, slide: 2 });

  music.play();
  const { executionId: second } = await post(`/api/execute/${failed.id}/retry`);
  await rendering(second, first);
  const children = childrenOf(first.child.pid ?? 0);
  expect((await post(`/api/execute/${second}/cancel`)).status).toBe("cancelled");
  expect(standing(await read(second))).toMatchObject({ speech: "completed", movie: "cancelled" });
  await vi.waitFor(() => expect(children.filter(({ pid }) => isRunning(pid))).toEqual([]));
  await vi.waitFor(() => expect(filesBelow(join(data, "work"))).toEqual([]));
  expectWhole(data);

  const { executionId: third } = await post(`/api/execute/${second}/retry`);
  await rendering(third, first);
  first.child.kill("SIGKILL");
  const other = work();
  await other.said(/proxx works/);
  const completed = await ended(third);
  expect(completed).toMatchObject({ status: "completed", progress: 100, degradations: [] });
  expect(completed.jobs.map(({ id, reused }) => `${id} ${reused}`)).toEqual([
    "script true",
    "speech true",
    "slides true",
    "movie false",
  ]);
  expect({ narration: partsOf("narration"), slide: partsOf("slide") }).toEqual(made);
  expectWhole(data);

  const path = join(temporaryFolder(), "movie.mp4");
  writeFileSync(path, Buffer.from(await (await fetch(completed.result?.url ?? "")).arrayBuffer()));
  const { streams, format } = askFfprobe(path);
  expect(streams.map(({ codec_name: codec }) => codec)).toEqual(expect.arrayContaining(["h264", "aac"]));
  expect(streams[0]).toMatchObject({ width: 640, height: 360, avg_frame_rate: "30/1" });
  expect(Number(format.duration)).toBeCloseTo(completed.result?.duration ?? 0, 1);
  for (const program of [other, server]) {
    program.child.kill("SIGTERM");
    expect(await program.finished).toMatchObject({ code: 0 });
  }
});
