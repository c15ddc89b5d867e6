import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProxxError, type ExecutionProgress } from "@proxx/contract";
import {
  compose,
  executePlan,
  fal,
  generateVideo,
  getExecutionStatus,
  media,
  merge,
  movie,
  outputs,
  PlanValidationError,
  reframe,
  type ExecuteOptions,
  type Pipeline,
  type PipelineExecution,
} from "@proxx/sdk";
import { createServer as createProxxServer, type Server } from "@proxx/server";
import { makeClip, QUICK_H264 } from "@proxx/testing";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { addressOf, startWebhookReceiver } from "./webhook-receiver.ts";

// One client, two doors: what it is told has to be the same, whether this process does the work or a server.

const DOORS = ["in this process", "on a server"] as const;
type Door = (typeof DOORS)[number];

const home = mkdtempSync(join(tmpdir(), "proxx-doors-"));
const film = readFileSync(
  makeClip("door.mp4", ["-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=1", ...QUICK_H264, "-pix_fmt", "yuv420p"]),
);
/** Those who wait for a file until the test lets them have it. */
let held: ServerResponse[] = [];
const cdn = createServer(({ url = "" }, response) => {
  if (url.startsWith("/missing")) response.writeHead(404).end();
  else if (url.startsWith("/held")) held.push(response);
  else send(response);
});
let server: Server;
let cdnUrl: string;

function send(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "video/mp4" }).end(film);
}

beforeAll(async () => {
  await new Promise<void>((resolve) => cdn.listen(0, "127.0.0.1", resolve));
  cdnUrl = addressOf(cdn);
  vi.stubEnv("PROXX_HOME", join(home, "process"));
  vi.stubEnv("PROXX_API_URL", "");
  server = await createProxxServer({
    runtime: { environment: process.env, home: join(home, "server"), allowPrivateSources: true },
    port: 0,
    allowPrivateWebhooks: true,
  });
});
afterAll(async () => {
  await server.close();
  cdn.close();
  cdn.closeAllConnections();
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

/** What a door says that it cannot say as the other one does: where, when, and by which name. */
function withoutPlace(value: unknown): unknown {
  const text = JSON.stringify(value, (key, member: unknown) => {
    if (/^(?:createdAt|completedAt|startedAt|endedAt|etaSeconds|commands|seconds)$/.test(key)) return undefined;
    return member instanceof Map ? [...member] : member;
  });
  return JSON.parse(
    text
      .replace(/exec_[0-9a-f]{24}/g, "exec")
      .replace(/(?:file:[^"]*artifacts|http:[^"]*api\/artifacts)\/[^"]*/g, "artifact")
      .replaceAll(cdnUrl, "http://cdn"),
  ) as unknown;
}

function errorOf(error: unknown) {
  if (!(error instanceof ProxxError)) throw error;
  const { name, code, message, hint, retryable } = error;
  const issues = error instanceof PlanValidationError ? error.issues : undefined;
  return { name, code, message, hint, retryable, issues, fields: Object.keys(error).toSorted() };
}

function shownOf({ status, result, results, error, degradations, jobs }: PipelineExecution) {
  return { status, result, results, error, degradations, jobs };
}

const refused = async (running: Promise<unknown>) => {
  const error: unknown = await running.then(
    () => new Error("Expected a refusal"),
    (refusal: unknown) => refusal,
  );
  return errorOf(error);
};
const ended = (execution: PipelineExecution) =>
  new Promise<unknown>((resolve) => {
    execution.onComplete((video) => resolve({ completed: video }));
    execution.onError((error) => resolve({ failed: errorOf(error) }));
  });

interface Way {
  readonly run: (pipeline: Pipeline, options?: ExecuteOptions) => Promise<PipelineExecution>;
  /** Begins what does not end before `letGo`. */
  readonly begin: (name: string) => Promise<PipelineExecution>;
  readonly letGo: () => Promise<void>;
  readonly options: ExecuteOptions;
}

function wayThrough(door: Door): Way {
  const options: ExecuteOptions =
    door === "on a server" ? { apiUrl: server.url } : { allowPrivateSources: true, allowPrivateWebhooks: true };
  const run: Way["run"] = (pipeline, more = {}) => pipeline.execute({ ...options, ...more });
  return {
    run,
    options,
    async begin(name) {
      const execution = await run(square(media(`${cdnUrl}/held-${name}.mp4`)), { webhookUrl: `${cdnUrl}/hook` });
      await vi.waitFor(() => expect(held).toHaveLength(1), { timeout: 20_000 });
      return execution;
    },
    async letGo() {
      for (const response of held.splice(0)) send(response);
    },
  };
}

const square = (source: Pipeline | ReturnType<typeof media>) => compose(source, reframe({ aspectRatio: "1:1" }));

/** What happens, by what it is about; each with what the client was told of it. */
const SCENES: Readonly<Record<string, (way: Way) => Promise<unknown>>> = {
  "a film that completes": async ({ run }) => {
    const execution = await run(square(media(`${cdnUrl}/clip.mp4`)));
    return { ...shownOf(execution), ended: await ended(execution) };
  },
  "the document of its status": async ({ run }) => {
    const execution = await run(square(media(`${cdnUrl}/clip.mp4`)));
    const document = await execution.getStatus();
    const { jobs } = document;
    return {
      document,
      fields: Object.keys(document).toSorted(),
      ofJobs: jobs.map((job) => Object.keys(job).toSorted()),
    };
  },
  "a film that was made before": async ({ run }) => {
    const execution = await run(square(media(`${cdnUrl}/clip.mp4`)));
    return execution.jobs.map(({ id, status, reused, renderedBy }) => ({ id, status, reused, renderedBy }));
  },
  "several ends": async ({ run }) => {
    const clip = media(`${cdnUrl}/clip.mp4`);
    const tall = reframe({ aspectRatio: "9:16" });
    return shownOf(await run(compose(clip, outputs({ square: reframe({ aspectRatio: "1:1" }), tall }))));
  },
  "stand-ins": async ({ run }) => {
    const { status, degradations, jobs } = await run(
      compose(generateVideo({ prompt: "A tent", duration: 0.5, resolution: "480p" })),
    );
    return { status, degradations, providers: jobs.map(({ provider }) => provider) };
  },
  "stand-ins that are not wanted": ({ run }) =>
    refused(run(compose(generateVideo({ prompt: "A tent", duration: 0.5 })), { strict: true })),
  "a film that fails": async ({ run }) => {
    const execution = await run(square(compose(media(`${cdnUrl}/clip.mp4`), media(`${cdnUrl}/missing.mp4`), merge())));
    return { ...shownOf(execution), ended: await ended(execution) };
  },
  "a plan that is refused": ({ options }) =>
    refused(
      executePlan(
        {
          jobs: [
            { id: "a", type: "reframed", params: {} },
            { id: "b", type: "reframe", params: { video: "$c", aspectRatio: "1:1", colour: "red" } },
          ],
        },
        options,
      ),
    ),
  "a film that is refused": ({ run }) => refused(run(compose(reframe({ aspectRatio: "9:16" })))),
  "an execution that never was": async ({ options }) => {
    // What can be done about it is another thing here than there.
    const { hint: _hint, ...told } = await refused(getExecutionStatus("exec_1", options));
    return told;
  },
  "a model whose key nobody has": ({ run }) =>
    refused(run(compose(generateVideo({ model: fal("fal-ai/veo3"), prompt: "A tent" })))),
  "a base that never was": ({ run }) =>
    refused(run(square(media(`${cdnUrl}/clip.mp4`)), { baseExecutionId: "exec_000000000000000000000000" })),
  "a base that has completed": async ({ run }) => {
    const film = square(media(`${cdnUrl}/clip.mp4`));
    const base = await run(film);
    return shownOf(await run(compose(film, reframe({ aspectRatio: "4:5" })), { baseExecutionId: base.id }));
  },
  "a base that has failed": async ({ run }) => {
    const film = square(media(`${cdnUrl}/missing.mp4`));
    const base = await run(film);
    return shownOf(await run(compose(film, reframe({ aspectRatio: "4:5" })), { baseExecutionId: base.id }));
  },
  "a base that was cancelled": async ({ run, begin, letGo }) => {
    const base = await begin("cancelled-base");
    await base.cancel();
    await letGo();
    const film = square(media(`${cdnUrl}/held-cancelled-base.mp4`));
    return shownOf(await run(compose(film, reframe({ aspectRatio: "4:5" })), { baseExecutionId: base.id }));
  },
  "a base that still runs": async ({ run, begin, letGo }) => {
    const base = await begin("running-base");
    const film = square(media(`${cdnUrl}/held-running-base.mp4`));
    const variants = (["4:5", "16:9"] as const).map((aspectRatio) =>
      run(compose(film, reframe({ aspectRatio })), { baseExecutionId: base.id }),
    );
    await letGo();
    const made = await Promise.all(variants);
    return { base: await ended(base), made: made.map(shownOf) };
  },
  "an execution that is cancelled": async ({ begin, letGo }) => {
    const execution = await begin("cancelled");
    const told = ended(execution);
    await execution.cancel();
    await letGo();
    // Once more is no fault.
    await execution.cancel();
    return { ...shownOf(execution), ended: await told, stands: (await execution.getStatus()).status };
  },
  "a signal": async ({ run, letGo }) => {
    const abort = new AbortController();
    const running = run(square(media(`${cdnUrl}/held-signal.mp4`)), { signal: abort.signal });
    await vi.waitFor(() => expect(held).toHaveLength(1), { timeout: 20_000 });
    abort.abort();
    const execution = await running;
    await letGo();
    return shownOf(execution);
  },
  "a signal that has aborted": ({ run }) =>
    refused(run(square(media(`${cdnUrl}/clip.mp4`)), { signal: AbortSignal.abort() })),
  progress: async ({ run }) => {
    const told: ExecutionProgress[] = [];
    const clips = [1, 2, 3].map((index) =>
      generateVideo({ prompt: `Scene ${index}`, duration: 0.5, resolution: "480p" }),
    );
    await run(compose(...clips, merge()), { onProgress: (progress) => told.push(progress) });
    const isMonotonic = told.every(({ progress }, index) => progress >= (told[index - 1]?.progress ?? 0));
    return { isMonotonic, last: told.at(-1), fields: [...new Set(told.flatMap((one) => Object.keys(one)))].toSorted() };
  },
  "a movie": async ({ run }) => {
    const line = (text: string) => ({ title: text, narrations: [{ text }] });
    const script = { title: "$5 a tide", sections: [line("The sea rises."), line("The sea falls.")] };
    const execution = await run(compose(movie({ script, size: "426x240", theme: "signal", transition: "none" })));
    const { status, result, degradations, jobs } = execution;
    const outputs = jobs.map((job) => job.outputs.map(({ kind, mediaType }) => `${kind} ${mediaType}`));
    return { status, result, degradations, words: jobs.at(-1)?.transcript?.text, outputs };
  },
  "a movie in two languages": async ({ run }) => {
    const translations = { de: { title: "Gezeiten" } };
    const narrations = [{ text: "The sea rises.", translations: { de: { text: "Das Meer steigt." } } }];
    const script = { title: "Tides", translations, sections: [{ title: "Tides", translations, narrations }] };
    const both = movie({ script, languages: ["en", "de"], size: "426x240" });
    const { status, result, results, jobs } = await run(compose(both));
    return { status, result, results, words: jobs.map(({ transcript }) => transcript?.text ?? null) };
  },
  "a movie in a language that nobody translates into": ({ run }) =>
    refused(run(compose(movie({ text: "It rises.", languages: ["en", "ja"] })))),
  "a movie of nothing": ({ run }) => refused(run(compose(movie({ theme: "folio" })))),
  "a webhook": async ({ run }) => {
    const { url, webhookAt } = await startWebhookReceiver();
    const webhook = { webhookUrl: `${url}/told`, webhookSecret: "s" };
    await ended(await run(square(media(`${cdnUrl}/clip.mp4`)), webhook));
    return JSON.parse((await webhookAt("/told")).body) as unknown;
  },
};

/** What is plain of some of them, so that both doors are not wrong alike. */
const PLAIN: Readonly<Record<string, object>> = {
  "a film that completes": { status: "completed", ended: { completed: { aspectRatio: "1:1", duration: 1 } } },
  "a film that was made before": [{ status: "completed" }, { status: "completed", reused: true }],
  "a film that fails": { status: "failed", error: { jobId: "job2" } },
  "stand-ins that are not wanted": { issues: [{ code: "animatic_instead_of_model" }] },
  "a movie": {
    status: "completed",
    result: { width: 426, aspectRatio: "16:9" },
    words: "The sea rises. The sea falls.",
  },
  "a movie of nothing": { issues: [{ path: "$.jobs[0].params", code: "missing_input" }] },
  "a base that never was": { code: "base_not_found" },
  "a base that has failed": { status: "failed", error: { code: "base_failed" } },
  "a base that was cancelled": { status: "failed", error: { code: "base_failed" } },
  "a base that still runs": { made: [{ status: "completed" }, { status: "completed" }] },
  "an execution that is cancelled": { status: "cancelled", ended: { failed: { code: "aborted" } } },
  "a signal": { status: "cancelled" },
  "a model whose key nobody has": { issues: [{ code: "provider_key_missing" }] },
  progress: { isMonotonic: true, last: { progress: 100, completedJobs: 4, totalJobs: 4 } },
};

const said: Record<Door, Record<string, unknown>> = { "in this process": {}, "on a server": {} };

describe.each(DOORS)("%s", (door) => {
  it.each(Object.keys(SCENES))("tells of %s", async (name) => {
    said[door][name] = withoutPlace((await SCENES[name]?.(wayThrough(door))) ?? null);
    expect(said[door][name]).toEqual(expect.anything());
  });
});

it.each(Object.keys(SCENES))("of %s both doors say the same", (name) => {
  const [here, there] = DOORS.map((door) => said[door][name]);
  expect(there).toEqual(here);
  expect(here).toMatchObject(PLAIN[name] ?? {});
});
