import { PlanValidationError, ProxxError, type ExecutionProgress } from "@proxx/contract";
import {
  compose,
  executePlan,
  generateVideo,
  getExecutionStatus,
  lipSync,
  merge,
  reframe,
  replicate,
  type ExecuteOptions,
  type Pipeline,
} from "@proxx/sdk";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { readEnvironment } from "../src/execute/environment.ts";
import { execute } from "../src/execute/execute.ts";
import { pause } from "../src/execute/pause.ts";
import { planSource } from "../src/compose/write-plan.ts";
import { completed, executionDocument, failed, jobDocument, video } from "./execution-document.ts";
import { problem, startServerStandIn, type Misbehaviour, type ServerStandIn } from "./server-stand-in.ts";

const clip = generateVideo({ prompt: "A beautiful sunset", duration: 5 });
const film = compose(clip, reframe({ aspectRatio: "9:16" }));

let server: ServerStandIn;
/** How long was waited, and no time lost by it. */
let pauses: number[];
beforeEach(async () => {
  server = await startServerStandIn();
  pauses = [];
});

function run(pipeline: Pipeline, options: ExecuteOptions = {}, variables: Record<string, string> = {}) {
  return execute(planSource(pipeline), { apiUrl: server.url, ...options }, [], effects(variables));
}

const GRACE_MS = 5000;
const CANCEL_LIMIT_MS = 15_000;

/** Waits take no time, bar those that are a limit to something else. */
function effects(variables: Record<string, string> = {}, limits: readonly number[] = [GRACE_MS, CANCEL_LIMIT_MS]) {
  let clock = 0;
  return {
    environment: readEnvironment(variables),
    pause: async (milliseconds: number, signal?: AbortSignal) => {
      if (limits.includes(milliseconds)) return pause(milliseconds, signal);
      pauses.push(milliseconds);
      clock += milliseconds;
      // Lets what else is going on go on.
      await new Promise((resolve) => setImmediate(resolve));
    },
    now: () => clock,
  };
}

describe("an execution on a server", () => {
  it("sends the plan and resolves when it has completed", async () => {
    const execution = await run(film, { apiKey: "key_1", strict: true });
    expect(execution).toMatchObject({ id: "exec_1", status: "completed", result: video, error: undefined });
    expect(server.asked()).toEqual(["POST /api/execute", ...Array(3).fill("GET /api/execute/exec_1/status")]);
    const [begin] = server.requests;
    expect(begin?.body).toEqual({ ...film.toJSON(), strict: true });
    expect(begin?.headers).toMatchObject({ authorization: "Bearer key_1", "content-type": "application/json" });
    expect(begin?.headers["idempotency-key"]).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it("returns as soon as it has begun where a webhook tells of its end, and asks for nothing", async () => {
    const webhook = { webhookUrl: "https://myapp.com/webhook", webhookSecret: "my-secret-123" };
    const execution = await run(film, webhook);
    expect(execution).toMatchObject({ id: "exec_1", status: "pending", result: undefined });
    expect(server.asked()).toEqual(["POST /api/execute"]);
    expect(server.requests[0]?.body).toEqual({
      ...film.toJSON(),
      webhook: { url: "https://myapp.com/webhook", secret: "my-secret-123" },
    });
    expect(await execution.getStatus()).toMatchObject({ status: "pending" });
  });

  it("follows what has a webhook as soon as somebody wants to know", async () => {
    const execution = await run(film, { webhookUrl: "https://myapp.com/webhook" });
    const url = await new Promise((resolve) => execution.onComplete((result) => resolve(result.url)));
    expect(url).toBe(video.url);
    expect(execution.status).toBe("completed");
  });

  it("asks in growing intervals", async () => {
    server.statuses(...Array.from({ length: 8 }, () => ({ progress: 1 })), completed);
    await run(film);
    expect(pauses).toEqual([250, 375, 563, 844, 1266, 1898, 2000, 2000]);
  });

  it("tells progress that never goes back, and each only once", async () => {
    const jobs = [jobDocument({ message: "drawing" })];
    server.statuses(
      { progress: 30, currentJob: "job1", jobs, totalJobs: 2, etaSeconds: 9 },
      { progress: 30, currentJob: "job1", jobs, totalJobs: 2, etaSeconds: 9 },
      { progress: 10, currentJob: "job1", totalJobs: 2 },
      { ...completed, totalJobs: 2, completedJobs: 2 },
    );
    const told: ExecutionProgress[] = [];
    await run(film, { onProgress: (progress) => told.push(progress) });
    const rest = { message: null, etaSeconds: null, totalJobs: 2 };
    expect(told).toEqual([
      { ...rest, progress: 30, currentJob: "job1", message: "drawing", completedJobs: 0, etaSeconds: 9 },
      { ...rest, progress: 30, currentJob: "job1", completedJobs: 0 },
      { ...rest, progress: 100, currentJob: null, completedJobs: 2 },
    ]);
  });

  it("resolves when it has failed, and tells everybody who asks once", async () => {
    server.statuses(failed);
    const execution = await run(film);
    expect(execution).toMatchObject({ status: "failed", result: undefined, error: failed.error });
    const onError = vi.fn<(error: Error) => void>();
    const onComplete = vi.fn<() => void>();
    execution.onError(onError);
    execution.onComplete(onComplete);
    await execution.getStatus();
    await vi.waitFor(() => expect(onError).toHaveBeenCalledTimes(1));
    expect(onError.mock.calls[0]?.[0]).toMatchObject({
      code: "provider_refused",
      message: failed.error.message,
      executionId: "exec_1",
      jobId: "job1",
    });
    expect(onComplete).not.toHaveBeenCalled();
  });

  it("stays ended, whatever a late answer says", async () => {
    const execution = await run(film);
    server.statuses({ progress: 1 });
    expect(await execution.getStatus()).toMatchObject({ status: "processing" });
    expect(execution).toMatchObject({ status: "completed", result: video });
  });

  it("has degradations and jobs", async () => {
    const degradation = {
      jobId: "job1",
      code: "animatic_instead_of_model",
      message: "An animatic.",
      hint: "Give a model.",
    } as const;
    server.statuses({ ...completed, degradations: [degradation], jobs: [jobDocument({ status: "completed" })] });
    const execution = await run(film);
    expect(execution.degradations).toEqual([degradation]);
    expect(execution.jobs.map(({ id, status }) => [id, status])).toEqual([["job1", "completed"]]);
  });

  it("bears what a newer server adds to its documents", async () => {
    const jobs = [{ ...jobDocument(), cost: 3 }];
    server.statuses({ ...completed, jobs, region: "eu" } as object);
    expect(await run(film)).toMatchObject({ status: "completed", jobs: [jobDocument()] });
  });

  it("cancels", async () => {
    const execution = await run(film, { webhookUrl: "https://myapp.com/webhook" });
    await execution.cancel();
    expect(execution.status).toBe("cancelled");
    expect(server.asked()).toContain("POST /api/execute/exec_1/cancel");
    const error = await new Promise((resolve) => execution.onError(resolve));
    expect(error).toMatchObject({ code: "aborted", message: "The execution exec_1 was cancelled." });
  });

  it("takes it for well when what it cancels has ended", async () => {
    server.statuses(completed);
    server.misbehave(/cancel/, problem(409, { title: "It has ended." }));
    const execution = await run(film, { webhookUrl: "https://myapp.com/webhook" });
    await execution.cancel();
    expect(execution.status).toBe("completed");
  });
});

describe("a refusal", () => {
  it("of a plan is an error with every issue", async () => {
    const issues = ["job1", "job2"].map((id) => ({
      path: `$.jobs.${id}`,
      code: "wrong",
      message: "No.",
      hint: "Mend.",
    }));
    server.misbehave(/POST/, problem(400, { code: "invalid_document", issues }));
    const refusal = await failure(run(film));
    expect(refusal).toBeInstanceOf(PlanValidationError);
    expect(refusal).toMatchObject({ code: "invalid_document", issues });
    expect(server.requests).toHaveLength(1);
  });

  it.each<[Misbehaviour, { code: string; message?: RegExp; hint?: RegExp }]>([
    [problem(401, {}), { code: "server_refused", message: /does not accept the API key/, hint: /PROXX_API_KEY/ }],
    [
      problem(403, { detail: "Not yours.", hint: "Ask." }),
      { code: "server_refused", message: /^Not yours\.$/, hint: /^Ask\.$/ },
    ],
    [
      problem(402, { code: "provider_key_missing", detail: "No key." }),
      { code: "provider_key_missing", message: /No key/ },
    ],
    [
      { status: 404, body: "<html>" },
      { code: "server_refused", hint: /apiUrl/ },
    ],
    [
      { status: 500, body: "<html>" },
      { code: "server_refused", message: /fault of its own/ },
    ],
    [
      { status: 200, body: "<html>Welcome</html>" },
      { code: "server_refused", message: /not what a Proxx server says/ },
    ],
    [
      { status: 202, body: { id: 1 } },
      { code: "server_refused", message: /not what a Proxx server says/ },
    ],
  ])("with %j is told as what it is", async (how, { message = /./, hint = /./, ...said }) => {
    server.misbehave(/POST/, how);
    const error = await failure(run(film));
    expect(error).toMatchObject(said);
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
    expect(server.requests).toHaveLength(1);
  });

  it("to answer there takes the key nowhere else", async () => {
    const elsewhere = await startServerStandIn();
    server.misbehave(/POST/, { status: 307, headers: { location: `${elsewhere.url}/api/execute` } });
    expect(await failure(run(film, { apiKey: "key_1" }))).toMatchObject({
      hint: "Set `apiUrl` to the address it sends to.",
    });
    expect(elsewhere.requests).toEqual([]);
  });
});

describe("trouble on the way", () => {
  it("does not begin an execution twice", async () => {
    server.misbehave(/POST/, "do-and-break-off", "break-off", { status: 503 });
    expect(await run(film)).toMatchObject({ id: "exec_1", status: "completed" });
    expect(server.accepted.size).toBe(1);
    const keys = server.requests.slice(0, 4).map(({ headers }) => headers["idempotency-key"]);
    expect(new Set(keys).size).toBe(1);
    expect(pauses.slice(0, 3)).toEqual([250, 1000, 3000]);
  });

  it("ends after a few attempts where there is no server", async () => {
    await server.close();
    const error = await failure(run(film));
    expect(error).toMatchObject({ code: "server_unreachable", retryable: true });
    expect(error.message).toContain(server.url);
    expect(pauses).toHaveLength(3);
  });

  it("waits as long as the server asks for", async () => {
    const busy = problem(429, { title: "Too many requests." });
    server.misbehave(/POST/, { ...busy, headers: { "retry-after": "7" } });
    server.misbehave(/status/, { ...busy, headers: { "retry-after": "11" } });
    expect(await run(film)).toMatchObject({ status: "completed" });
    expect(pauses.slice(0, 2)).toEqual([7000, 11_000]);
  });

  it("does not wait for a server that wants to be left alone for an hour", async () => {
    server.misbehave(/POST/, { status: 429, headers: { "retry-after": "3600" } });
    expect(await failure(run(film))).toMatchObject({ code: "server_refused", retryable: true });
    expect(pauses).toEqual([]);
  });

  it("is borne while an execution is followed", async () => {
    server.misbehave(
      /status/,
      "break-off",
      { status: 500 },
      { status: 502, body: "<html>" },
      { status: 200, body: "<html>" },
    );
    expect(await run(film)).toMatchObject({ status: "completed" });
  });

  it("ends the following when there is nothing else for ten minutes", async () => {
    server.misbehave(/status/, ...Array.from({ length: 400 }, () => ({ status: 503 })));
    const error = await failure(run(film));
    expect(error).toMatchObject({ code: "server_unreachable", retryable: true });
    expect(error.message).toContain("exec_1 can no longer be followed");
    const waited = pauses.reduce((sum, one) => sum + one, 0);
    expect(waited).toBeGreaterThan(600_000);
    expect(waited).toBeLessThan(605_000);
  });

  it("ends the following when the execution is gone", async () => {
    server.misbehave(/status/, problem(404, { title: "Not found" }));
    expect(await failure(run(film))).toMatchObject({ code: "execution_not_found" });
  });

  it("is told to who listens to an execution with a webhook, and to nobody else", async () => {
    const execution = await run(film, { webhookUrl: "https://myapp.com/webhook" });
    server.misbehave(/status/, problem(404, { title: "Not found" }));
    execution.onComplete(() => {});
    await vi.waitFor(() => expect(server.asked()).toContain("GET /api/execute/exec_1/status"));
    server.misbehave(/status/, problem(404, { title: "Not found" }));
    const error = await new Promise((resolve) => execution.onError(resolve));
    expect(error).toMatchObject({ code: "execution_not_found" });
  });
});

describe("the signal", () => {
  it("aborted beforehand begins nothing", async () => {
    expect(await failure(run(film, { signal: AbortSignal.abort() }))).toMatchObject({ code: "aborted" });
    expect(server.requests).toEqual([]);
  });

  it("cancels the execution on the server, and its end is waited for", async () => {
    server.statuses({ progress: 1 });
    const abort = new AbortController();
    const execution = await run(film, { signal: abort.signal, onProgress: () => abort.abort() });
    expect(execution.status).toBe("cancelled");
    expect(server.asked()).toContain("POST /api/execute/exec_1/cancel");
  });

  it("is seen at once, however long the next look is off", async () => {
    server.statuses({ progress: 1 });
    const abort = new AbortController();
    const never = (_milliseconds: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => signal?.addEventListener("abort", () => resolve()));
    const options = { apiUrl: server.url, signal: abort.signal, onProgress: () => abort.abort() };
    const execution = await execute(planSource(film), options, [], { ...effects(), pause: never });
    expect(execution.status).toBe("cancelled");
  });

  it("cancels what was just being begun, also with a webhook", async () => {
    server.statuses({ progress: 1 });
    const abort = new AbortController();
    const execution = await run(film, {
      signal: abort.signal,
      webhookUrl: "https://myapp.com/webhook",
      fetch: (input, init) => {
        abort.abort();
        return fetch(input, init);
      },
    });
    expect(execution.status).toBe("cancelled");
    expect(server.asked()).toEqual(expect.arrayContaining(["POST /api/execute", "POST /api/execute/exec_1/cancel"]));
  });

  it("is no end of waiting for a server that does not answer", async () => {
    server.misbehave(/POST/, "hang");
    const abort = new AbortController();
    const options = { apiUrl: server.url, signal: abort.signal };
    const running = failure(execute(planSource(film), options, [], effects({}, [])));
    await vi.waitFor(() => expect(server.requests).toHaveLength(1));
    abort.abort();
    expect(await running).toMatchObject({ code: "aborted" });
    expect(pauses).toEqual([GRACE_MS]);
  });

  it("says so when the execution cannot be cancelled", async () => {
    server.statuses({ progress: 1 });
    server.misbehave(/cancel/, problem(403, { detail: "Not yours." }));
    const abort = new AbortController();
    const error = await failure(run(film, { signal: abort.signal, onProgress: () => abort.abort() }));
    expect(error).toMatchObject({ code: "aborted" });
    expect(error.message).toContain("may still be running (Not yours.)");
    const count = server.requests.length;
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(server.requests.length, "nobody asks any more").toBeLessThanOrEqual(count + 1);
  });
});

describe("an execution on a base", () => {
  const demo = compose(clip, generateVideo({ prompt: "Scene 2" }), merge({ transition: "crossfade" }));
  const french = compose(
    demo,
    lipSync({ audioUrl: "https://cdn.example.com/french.mp3" }),
    reframe({ aspectRatio: "1:1" }),
  );

  it("sends only what the base has not done", async () => {
    const base = await run(demo);
    await run(french, {
      baseExecutionId: base.id,
      webhookUrl: "https://api.example.com/webhook/french",
      webhookSecret: "s",
    });
    expect(server.requests.at(-1)?.body).toEqual({
      jobs: [
        { id: "job1", type: "lipSync", params: { audioUrl: "https://cdn.example.com/french.mp3" }, output: "$job1" },
        { id: "job2", type: "reframe", params: { aspectRatio: "1:1" }, dependsOn: ["job1"], output: "$job2" },
      ],
      baseExecutionId: "exec_1",
      webhook: { url: "https://api.example.com/webhook/french", secret: "s" },
    });
  });

  it("that builds on a base itself is known by its own part", async () => {
    const base = await run(demo);
    const second = await run(french, { baseExecutionId: base.id });
    await run(compose(french, reframe({ aspectRatio: "4:5" })), { baseExecutionId: second.id });
    expect(server.accepted.get("exec_3")).toEqual({
      jobs: [{ id: "job1", type: "reframe", params: { aspectRatio: "4:5" }, output: "$job1" }],
      baseExecutionId: "exec_2",
    });
  });

  it("names the base that does not exist", async () => {
    const error = await failure(run(french, { baseExecutionId: "exec_9" }));
    expect(error).toMatchObject({ code: "base_not_found" });
    expect(error.message).toContain("exec_9");
    expect(server.asked()).toEqual(["GET /api/execute/exec_9/plan"]);
  });
});

describe("the environment", () => {
  it("gives the server's address and key", async () => {
    server = await startServerStandIn({ apiKey: "key_env" });
    const variables = { SYNTHOME_API_URL: server.url, SYNTHOME_API_KEY: "key_old", PROXX_API_KEY: "key_env" };
    expect(await execute(planSource(film), {}, [], effects(variables))).toMatchObject({ status: "completed" });
  });

  it("gives the keys of the providers that the plan names, and of no other", async () => {
    const pipeline = compose(generateVideo({ model: replicate("bytedance/seedance-1-pro"), prompt: "A sunset" }));
    const variables = { REPLICATE_API_KEY: "r8_old", REPLICATE_API_TOKEN: "r8_env", FAL_KEY: "fal_env" };
    await run(pipeline, {}, variables);
    expect(server.requests[0]?.body).toMatchObject({ providerApiKeys: { replicate: "r8_env" } });
    expect(JSON.stringify(server.requests)).not.toContain("fal_env");
    await run(pipeline, { providerApiKeys: { replicate: "r8_given", openai: "sk_given" } }, variables);
    expect(server.accepted.get("exec_2")?.providerApiKeys).toEqual({ replicate: "r8_given", openai: "sk_given" });
  });
});

describe("the address of a server", () => {
  it.each(["", "/", "/api/execute", "/api/execute/"])("may end in `%s`", async (end) => {
    await run(film, { apiUrl: server.url + end, webhookUrl: "https://myapp.com/webhook" });
    expect(server.asked()).toEqual(["POST /api/execute"]);
  });

  it.each([
    "proxx.example.com",
    "ftp://proxx.example.com",
    "https://me:pw@proxx.example.com",
    "https://p.example.com/?a=1",
  ])("is not %s", async (apiUrl) => {
    await expect(run(film, { apiUrl })).rejects.toThrow(/^Expected `apiUrl` \(or PROXX_API_URL\) to be/);
  });
});

it("leaves to the server what a program allows this process", async () => {
  await run(film, { webhookUrl: "http://127.0.0.1:9/", allowPrivateWebhooks: true, allowPrivateSources: true });
  expect(server.asked()).toEqual(["POST /api/execute"]);
  expect(JSON.stringify(server.requests)).not.toContain("allowPrivate");
});

describe("an option that is wrong", () => {
  it.each<[object, RegExp]>([
    [{ webhookUri: "https://myapp.com" }, /Expected no `webhookUri` in options\. Did you mean `webhookUrl`/],
    [{ webhookSecret: "s" }, /Expected `webhookUrl` beside `webhookSecret`/],
    [{ webhookUrl: 5 }, /Expected `webhookUrl` to be a non-empty string, got `5`/],
    [{ signal: new AbortController() }, /Expected `signal` to be an AbortSignal/],
    [{ providerApiKeys: { replicat: "x" } }, /Expected no `replicat` in `providerApiKeys`\. Did you mean `replicate`/],
    [{ providerApiKeys: { fal: "" } }, /Expected the key of `fal` to be a non-empty string/],
    [{ apiKey: "two\r\nlines" }, /Expected `apiKey` to be of visible ASCII characters/],
    [{ databaseUrl: "postgres://db/proxx" }, /its operator decides/],
    [{ onProgress: 1 }, /Expected `onProgress` to be a function/],
  ])("is a TypeError: %j", async (options, message) => {
    const refusal = run(film, options);
    await expect(refusal).rejects.toThrow(TypeError);
    await expect(refusal).rejects.toThrow(message);
    expect(server.requests).toEqual([]);
  });

  it("never shows a key", async () => {
    const error: unknown = await run(film, { apiKey: "sk secret\n" }).catch((thrown: unknown) => thrown);
    expect(String(error)).not.toContain("secret");
  });
});

describe("a written plan", () => {
  it("is sent as it is", async () => {
    const jobs = [
      { id: "clip", type: "generate", params: { prompt: "$$5" } },
      { id: "tall", type: "reframe", params: { video: "$clip", aspectRatio: "9:16" } },
    ];
    const execution = await executePlan({ jobs }, { apiUrl: server.url });
    expect(execution).toMatchObject({ status: "completed", result: video });
    expect(server.requests[0]?.body).toEqual({ jobs });
  });

  it("may have its webhook and base in it", async () => {
    const plan = {
      jobs: [{ id: "a", type: "reframe" }],
      baseExecutionId: "exec_0",
      webhook: { url: "https://a.example/" },
    };
    const execution = await executePlan(plan, { apiUrl: server.url, baseExecutionId: "exec_7" });
    expect(execution.status).toBe("pending");
    expect(server.requests[0]?.body).toMatchObject({ baseExecutionId: "exec_7", webhook: plan.webhook });
  });

  it.each([null, "{}", {}, { jobs: {} }, { jobs: ["generate"] }])("is not %j", async (plan) => {
    await expect(executePlan(plan as never, { apiUrl: server.url })).rejects.toThrow(
      /^Expected `plan` to be an object/,
    );
  });
});

describe("the status of an execution", () => {
  it("can be asked for by its id", async () => {
    await run(film, { webhookUrl: "https://myapp.com/webhook" });
    const status = await getExecutionStatus("exec_1", { apiUrl: server.url });
    expect(status).toEqual(executionDocument({ status: "pending" }));
    await expect(getExecutionStatus("exec_2/../exec_1", { apiUrl: server.url })).rejects.toMatchObject({
      code: "execution_not_found",
    });
    expect(server.asked().at(-1)).toBe("GET /api/execute/exec_2%2F..%2Fexec_1/status");
  });
});

async function failure(running: Promise<unknown>): Promise<ProxxError> {
  const outcome: unknown = await running.catch((error: unknown) => error);
  if (outcome instanceof ProxxError) return outcome;
  throw outcome instanceof Error ? outcome : new Error(`It resolved: ${JSON.stringify(outcome)}`);
}
