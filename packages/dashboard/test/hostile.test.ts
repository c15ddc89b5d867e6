import { temporaryFolder } from "@proxx/testing";
import type { Page, Route } from "playwright-core";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { buildPage, openPage, startServer } from "./open-browser.ts";
import { PAYLOADS } from "./payloads.ts";

let files: Awaited<ReturnType<typeof buildPage>>;
beforeAll(async () => {
  files = await buildPage();
});
afterAll(() => files.remove());

/** What the page goes by: it decides what is shown and where, and is no text of anybody's. */
const GOES_BY = new Set([
  "id",
  "at",
  "status",
  "type",
  "sha256",
  "mediaType",
  "kind",
  "phase",
  "state",
  "time",
  "dependsOn",
]);
const GOES_BY_END = /(?:At|Id|_at|Mode|Type)$/;

/** Puts a payload in the place of every text that a server may say. */
function planted(value: unknown, key: string, next: () => string): unknown {
  if (Array.isArray(value)) return value.map((member) => planted(member, key, next));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, planted(member, name, next)]));
  }
  const isText = typeof value === "string" && !GOES_BY.has(key) && !GOES_BY_END.test(key);
  return isText || (value === null && /^(?:message|provider|answer|hint|failure_detail|keyName|mend)$/.test(key))
    ? next()
    : value;
}

const ERROR = { code: "execution_failed", message: "x", hint: "x", retryable: true, jobId: "one" };
const ARTIFACT = {
  kind: "video",
  url: "x",
  sha256: "a".repeat(64),
  size: 9,
  mediaType: "text/html",
  width: 1,
  height: 1,
  aspectRatio: "1:1",
  duration: 1,
  fps: 1,
  hasAudio: false,
};
const TIME = "2026-11-29T00:00:00.000Z";
const JOB = {
  id: "one",
  type: "merge",
  status: "failed",
  progress: 3,
  message: "x",
  reused: false,
  renderedBy: "x",
  provider: "x",
  outputs: [ARTIFACT],
  transcript: { language: null, text: "x", words: [] },
  error: ERROR,
  startedAt: TIME,
  completedAt: TIME,
  commands: [{ argv: ["x", "x"], seconds: 1, exitCode: 1 }],
};
const HEAD = {
  id: "exec_1",
  status: "failed",
  progress: 3,
  totalJobs: 1,
  completedJobs: 0,
  currentJob: "x",
  etaSeconds: 3,
  result: ARTIFACT,
  error: ERROR,
  baseExecutionId: null,
  createdAt: TIME,
  completedAt: TIME,
  jobTypes: ["x"],
};
const CLIP = {
  source_path: "x",
  output_path: "x",
  status: "FAILED",
  failure_detail: "x",
  failure_code: "x",
  verification: [{ check: "x", expected: "x", found: "x", pass: false }],
  losses: [{ property: "x", from: "x", to: "x", reason: "x" }],
};
const ISSUE = { path: "$.x", code: "x", message: "x", hint: "x" };
const event = (sequence: number, body: object) => ({
  sequence,
  event: { time: TIME, executionId: "exec_1", jobId: "one", ...body },
});

/** By the end of their paths: documents with a text everywhere where one can be. */
const DOCUMENTS: Readonly<Record<string, unknown>> = {
  "/api/session": {
    needsKey: true,
    isOpen: true,
    keyName: "x",
    tenant: "x",
    version: "x",
    runsJobSpecs: true,
    watchFolders: 0,
  },
  "/api/execute": { data: [HEAD], hasMore: false, nextCursor: null },
  "/api/execute/exec_1": {
    ...HEAD,
    degradations: [{ jobId: "x", code: "x", message: "x", hint: "x" }],
    results: {},
    jobs: [JOB],
  },
  "/api/execute/exec_1/plan": { jobs: [{ id: "one", type: "merge", params: { prompt: "x", list: ["x"] } }] },
  "/api/execute/exec_1/history": {
    data: [
      event(1, { type: "job-missed", why: ["x", "x"] }),
      event(2, { type: "job-ended", status: "failed", seconds: 1, reused: false, error: ERROR }),
      event(3, { type: "provider-asked", provider: "x", model: "x", task: "x" }),
    ],
    isComplete: true,
  },
  "/api/webhooks/deliveries": {
    data: [
      {
        id: "del_1",
        messageId: "x",
        executionId: "exec_1",
        url: "x",
        status: "exhausted",
        failures: 1,
        nextAt: null,
        createdAt: TIME,
        attempts: [
          {
            at: TIME,
            status: null,
            durationMs: 1,
            answer: "x",
            retryAfterMs: null,
            error: { code: "x", message: "x" },
          },
        ],
        body: { text: "x" },
      },
    ],
    hasMore: false,
    nextCursor: null,
  },
  "/api/system": {
    version: "x",
    startedAt: TIME,
    workers: 1,
    slots: { compute: { count: 1, taken: 0 }, wait: { count: 1, taken: 0 } },
    executions: [],
    jobs: [{ type: "x", phase: "queued", count: 1 }],
    waitingDeliveries: 0,
    memoryBytes: 1,
    disks: [{ name: "x", path: "x", freeBytes: 1, totalBytes: 2 }],
    findings: [{ name: "x", state: "missing", found: "x", mend: "x" }],
  },
  "/api/jobspecs": {
    data: [{ id: "job_1", status: "failed", progress: 1, createdAt: TIME, completedAt: TIME }],
    hasMore: false,
    nextCursor: null,
  },
  "/api/jobspecs/validate": { issues: [ISSUE] },
  "/api/jobspecs/job_1": {
    id: "job_1",
    status: "failed",
    progress: 1,
    createdAt: TIME,
    completedAt: TIME,
    result: { job_id: "x", successful_clips: 0, total_clips: 1, clips: [CLIP], validation_issues: [ISSUE] },
  },
};

const PLACES = [
  "executions",
  ...["timeline", "graph", "artifacts", "plan", "events"].map((tab) => `executions/exec_1?job=one&tab=${tab}`),
  "webhooks",
  "system",
  "jobspecs",
  "jobspecs/job_1",
];

it("runs nothing of what plans, errors, files and others say, wherever that is shown", async () => {
  const server = await startServer(temporaryFolder(), files.folder);
  onTestFinished(() => server.close());
  const { page, faults } = await openPage(server.url);
  let planting = 0;
  const next = () => PAYLOADS[planting++ % PAYLOADS.length] ?? "";
  await page.route("**/api/**", (route) => answer(route, next));
  const shown = new Set<string>();
  // Which payload comes to stand where depends on how often the page has asked: it goes on until each has been shown.
  for (let round = 0; round < 8 && shown.size < PAYLOADS.length; round += 1) {
    for (const path of PLACES) {
      await page.goto(`${server.url}/#/${path}`);
      await page.locator("main h1").first().waitFor();
      if (path === "jobspecs") await page.getByRole("textbox").fill("{}");
      if (path === "webhooks") await page.getByRole("button", { name: "1 attempt" }).click();
      for (const summary of await page.locator("summary").all()) await summary.click();
      await page.getByText("Loading…").waitFor({ state: "detached" });
      if (path === "jobspecs") await page.locator(".issue").first().waitFor();
      const text = String(
        await page.evaluate(
          "document.body.textContent + [...document.querySelectorAll('*')].flatMap((one) => [...one.attributes]).map((one) => one.value).join('\\n')",
        ),
      );
      for (const payload of PAYLOADS) if (text.includes(payload.trim())) shown.add(payload);
      await expectNothingRan(page);
    }
  }
  expect(PAYLOADS.length).toBeGreaterThanOrEqual(40);
  expect(PAYLOADS.filter((payload) => !shown.has(payload))).toEqual([]);
  expect(faults).toEqual([]);
});

/** Nothing ran, and nothing has become an element that was written as a text. */
async function expectNothingRan(page: Page): Promise<void> {
  const ran = await page.evaluate(
    "[globalThis.planted ?? null, document.querySelectorAll('[data-planted], iframe, object, embed, base, form[action], a[href^=\"javascript:\" i]').length, document.scripts.length]",
  );
  expect(ran).toEqual([null, 0, 1]);
}

async function answer(route: Route, next: () => string): Promise<void> {
  const { pathname } = new URL(route.request().url());
  if (pathname === "/api/events")
    return route.fulfill({ contentType: "text/event-stream", body: "id: 1\nevent: reset\ndata: {}\n\n" });
  const document = DOCUMENTS[pathname];
  if (document === undefined) return route.fulfill({ status: 404, json: {} });
  return route.fulfill({ json: planted(document, "", next) });
}
