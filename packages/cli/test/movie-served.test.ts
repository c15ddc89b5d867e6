import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { executionSchema, type Execution } from "@proxx/contract";
import { parseScript } from "@proxx/movie";
import { decodePixels, startProxx, temporaryFolder, type RunningProxx } from "@proxx/testing";
import { startFakeChatModel, type FakeChatModel } from "@proxx/testing/fake-chat-model";
import { FAKE_KEY } from "@proxx/testing/fake-providers";
import { distance, frameColours } from "@proxx/testing/look-and-listen";
import { expect, it, onTestFinished, vi } from "vitest";

const TEXT = `Twice a day the sea rises and falls again, in every harbour of every coast. The moon pulls the water that faces it a
little harder than the rest of the world, and the sun helps when it stands in line with the moon.`;
const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60"><rect width="60" height="60" fill="#ff2020"/></svg>`;
const line = { text: "The sea leaves the harbour twice a day.", persona: "mio", reading: null, item: null };
const WRITTEN = {
  title: "Written by a model",
  description: "",
  sections: [
    {
      title: "The sea",
      slide: { layout: "section", title: "The sea" },
      image: null,
      slide_prompt: null,
      lines: [line],
    },
  ],
  pronunciations: [],
};

/** A company's folder with its proxx.yaml; its paths begin there. */
function configured(model: FakeChatModel): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "acme"));
  writeFileSync(join(folder, "acme", "logo.svg"), LOGO);
  writeFileSync(join(folder, "acme", "brand.yaml"), `bg: "#0f2f1f"\naccent: "#40c080"\nlogo: logo.svg\n`);
  writeFileSync(
    join(folder, "proxx.yaml"),
    `writer: { base_url: "${model.baseUrl}", model: some-model }
personas: [{ id: mio, name: Mio, avatar: acme/mio.png }]
voice: espeak:en-gb
brand: { bg: "#301010", accent: "#f0b0a0", accent2: "#f0d0a0" }
brands: { acme: acme/brand.yaml }
theme: folio
`,
  );
  return folder;
}

function start(args: readonly string[], cwd: string): RunningProxx {
  const program = startProxx(args, { cwd, env: { PROXX_SCRIPT_API_KEY: FAKE_KEY } });
  onTestFinished(() => void program.child.kill("SIGKILL"));
  return program;
}

async function startServer() {
  const model = await startFakeChatModel({ answers: [WRITTEN] });
  onTestFinished(() => model.close());
  const folder = configured(model);
  const data = temporaryFolder();
  // The one finds its configuration where it was started, the other is told.
  const server = start(["serve", "--port", "0", "--data", data, "--workers", "0"], folder);
  const startWorker = async (config: string) => {
    const program = start(["work", "--data", data, "--config", join(config, "proxx.yaml")], temporaryFolder());
    await program.said(/proxx works/);
    return program;
  };
  await server.said(/proxx serves at http:\S+;/);
  const url = /serves at (http:[^;]+);/.exec(server.stderr())?.[1] ?? "";
  const post = (body: object) =>
    fetch(`${url}/api/movies`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const make = async (body: object): Promise<Execution> => {
    const { executionId } = (await (await post(body)).json()) as { executionId: string };
    return await vi.waitFor(
      async () => {
        const told = await (await fetch(`${url}/api/execute/${executionId}/status`)).json();
        const execution = executionSchema.parse(told);
        expect(execution.completedAt).not.toBeNull();
        return execution;
      },
      { timeout: 60_000, interval: 100 },
    );
  };
  const end = async (program = server) => {
    program.child.kill("SIGTERM");
    expect(await program.finished).toMatchObject({ code: 0 });
  };
  return { folder, model, server, startWorker, post, make, end };
}

const outputsOf = ({ jobs }: Execution, id: string) => jobs.find((job) => job.id === id)?.outputs ?? [];

async function fetched(url: string | undefined, name: string): Promise<string> {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, Buffer.from(await (await fetch(url ?? "")).arrayBuffer()));
  return path;
}

it("writes, speaks and draws with what proxx.yaml says, and by the brand that is named", async () => {
  const { folder, model, server, startWorker, make, end } = await startServer();
  const worker = await startWorker(folder);
  for (const { stderr } of [server, worker]) {
    expect(stderr()).toContain("movies are made with writer, personas, voice, brand, brands of");
    expect(stderr()).toContain("whoever asks a server for a movie says these: theme");
  }
  const look = { size: "426x240", transition: "none", subtitles: false };
  const own = await make({ text: TEXT, ...look });
  expect(own).toMatchObject({ status: "completed", degradations: [] });
  const script = parseScript(await (await fetch(own.results["script"]?.url ?? "")).text());
  expect(script).toMatchObject({
    title: "Written by a model",
    personas: [{ id: "mio", name: "Mio" }],
    sections: [{ narrations: [{ text: line.text, persona_id: "mio" }] }],
  });
  expect(JSON.stringify(script)).not.toContain("mio.png");
  const slide = outputsOf(own, "slides").find(({ kind }) => kind === "image");
  expect(distance(cornerOf(await fetched(slide?.url, "slide.png")), [0x30, 0x10, 0x10])).toBeLessThan(8);

  // The model is not asked again for what it wrote; the brand's ground and logo are in its slides and in the movie.
  const acme = await make({ text: TEXT, ...look, brand: "acme" });
  expect(acme).toMatchObject({ status: "completed", error: null });
  expect(acme.jobs.map(({ id, reused }) => `${id} ${reused}`)).toEqual([
    "script true",
    "speech true",
    "slides false",
    "movie false",
  ]);
  expect(model.asked()).toHaveLength(1);
  const branded = outputsOf(acme, "slides").find(({ kind }) => kind === "image");
  const picture = await fetched(branded?.url, "slide.png");
  expect(distance(cornerOf(picture), [0x0f, 0x2f, 0x1f])).toBeLessThan(8);
  expect(redPixels(picture)).toBeGreaterThan(20);
  const movie = await fetched(acme.result?.url, "movie.mp4");
  expect(distance(cornerOf(movie), [0x0f, 0x2f, 0x1f])).toBeLessThan(8);
  expect(redPixels(movie)).toBeGreaterThan(20);
  await end(worker);
  await end();
});

/** What another worker's folder has otherwise, which step of a movie it is for, and what is named. The voice comes first: what was spoken is taken as it is. */
const OTHERWISE: [what: string, change: (folder: string) => void, step: string, named: string][] = [
  ["another voice", (folder) => edit(folder, "espeak:en-gb", "espeak:en-us"), "speech", "voice"],
  [
    "a brand of that name",
    (folder) => writeFileSync(join(folder, "acme", "brand.yaml"), `bg: "#2f0f3f"\n`),
    "slides",
    "brand",
  ],
  [
    "another logo",
    (folder) => writeFileSync(join(folder, "acme", "logo.svg"), LOGO.replace("ff2020", "20ff20")),
    "slides",
    "brand",
  ],
  ["no such brand", (folder) => edit(folder, "brands: { acme: acme/brand.yaml }\n", ""), "slides", "acme"],
];

it("refuses to make a movie where a worker has otherwise what the server has, and makes it where another has not", async () => {
  const { model, folder, startWorker, make, end } = await startServer();
  // Of another size each time: slides that are there already would be taken as they are.
  const asked = (index: number) => {
    const size = `${426 + 2 * index}x240`;
    return { text: TEXT, size, transition: "none", subtitles: false, brand: "acme" };
  };
  for (const [index, [what, change, step, named]] of OTHERWISE.entries()) {
    const folderOfWorker = configured(model);
    change(folderOfWorker);
    const worker = await startWorker(folderOfWorker);
    const refused = await make(asked(index));
    expect([what, refused]).toMatchObject([
      what,
      { status: "failed", error: { jobId: step, message: expect.stringContaining(named) as string }, results: {} },
    ]);
    expect(refused.results).toEqual({});
    await end(worker);
  }
  const other = await startWorker(folder);
  const made = await make(asked(OTHERWISE.length - 1));
  expect(made).toMatchObject({ status: "completed", error: null });
  const slide = outputsOf(made, "slides").find(({ kind }) => kind === "image");
  expect(distance(cornerOf(await fetched(slide?.url, "slide.png")), [0x0f, 0x2f, 0x1f])).toBeLessThan(8);
  await end(other);
  await end();
});

function edit(folder: string, what: string, by: string): void {
  const path = join(folder, "proxx.yaml");
  writeFileSync(path, readFileSync(path, "utf8").replace(what, by));
}

/** Of the first frame, where nothing stands. */
function cornerOf(path: string) {
  return frameColours(path, { x: 0.01, y: 0.5, width: 0.02, height: 0.04 })[0];
}

function redPixels(path: string): number {
  const pixels = decodePixels(path, { filter: "scale=426:240:in_color_matrix=bt709,trim=end_frame=1" });
  let red = 0;
  for (let at = 0; at < pixels.length; at += 3) {
    const [r = 0, g = 0, b = 0] = pixels.subarray(at, at + 3);
    if (r > 200 && g < 90 && b < 90) red += 1;
  }
  return red;
}

it("refuses a brand and a voice that it does not know, and every path, before anything runs", async () => {
  const { model, post, end } = await startServer();
  const issuesOf = async (request: object) => {
    const answer = await post({ text: TEXT, ...request });
    expect(answer.status).toBe(400);
    const { issues } = (await answer.json()) as { issues: { path: string; code: string; hint: string }[] };
    return issues.map(({ path, code, hint }) => [path, code, hint]);
  };
  expect(await issuesOf({ brand: "acne" })).toEqual([
    ["$.brand", "unknown_brand", "Did you mean `acme`? There are acme."],
  ]);
  expect(await issuesOf({ voice: "voicevox:3" })).toEqual([["$.voice", "unknown_voice", "Say where its engine is."]]);
  const hidden = ["../acme/brand.yaml", "/etc/passwd", { logo: "/etc/passwd" }, { fonts: ["/etc/passwd"] }];
  for (const brand of hidden) expect((await issuesOf({ brand }))[0]?.[0]).toMatch(/^\$\.brand/u);
  for (const voice of ["espeak:/etc/passwd", "espeak:../../etc/passwd"]) {
    expect((await issuesOf({ voice }))[0]?.slice(0, 2)).toEqual(["$.voice", "unknown_voice"]);
  }
  expect(model.asked()).toEqual([]);
  await end();
});
