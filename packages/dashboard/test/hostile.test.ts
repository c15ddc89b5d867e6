import { temporaryFolder } from "@proxx/testing";
import type { Locator, Page, Route } from "playwright-core";
import { expect, it, onTestFinished } from "vitest";
import { DOCUMENTS, FILES, newsOf, planted, REFUSAL, type Planting } from "./hostile-documents.ts";
import { openPage, startServer } from "./open-browser.ts";
import { PAYLOADS } from "./payloads.ts";

interface Visit {
  path: string;
  /** What has to be there. */
  shows: string;
  /** What is answered otherwise than in other visits. */
  answers?: Readonly<Record<string, unknown>>;
  /** Every question is refused, bar who asks. */
  isRefused?: boolean;
  act?: (page: Page) => Promise<void>;
}

const NOBODY = { needsKey: true, isOpen: false, keyName: null, tenant: null };
const EMPTY = { data: [], hasMore: false, nextCursor: null };

/** Each place of the page that shows what others have written. */
function visits(payload: string): Visit[] {
  const address = encodeURIComponent(payload);
  return [
    { path: "executions", shows: ".row" },
    ...["timeline", "graph", "artifacts", "plan", "events"].flatMap((tab) => [
      { path: `executions/exec_1?job=one&tab=${tab}`, shows: ".alert" },
      { path: `executions/exec_3?job=one&tab=${tab}`, shows: ".run-head" },
    ]),
    { path: "executions/exec_1", shows: ".toast", act: press("Retry") },
    { path: "executions/exec_3", shows: ".toast", act: press("Cancel") },
    { path: "webhooks", shows: ".detail", act: press("1 attempt") },
    {
      path: "webhooks?status=exhausted",
      shows: ".toast",
      async act(page) {
        await press("1 attempt")(page);
        await press("Send again")(page);
      },
    },
    { path: "system", shows: ".figure" },
    {
      path: "watch",
      shows: ".table",
      act: (page) => page.locator(".folders .chip").last().click(),
    },
    { path: "jobspecs", shows: ".issue", act: (page) => sheetOf(page).fill("{}") },
    { path: "jobspecs", shows: ".issue", act: (page) => sheetOf(page).fill(payload) },
    {
      path: "jobspecs",
      shows: ".issue",
      act: (page) =>
        sheetOf(page).fill(
          JSON.stringify({ sources: [payload], codec: payload, proxy_profile: payload, [payload]: 1 }),
        ),
    },
    { path: "jobspecs/job_1", shows: ".table" },
    { path: "jobspecs/job_2", shows: ".toast", act: press("Cancel") },
    {
      path: "jobspecs",
      shows: ".alert",
      answers: { "POST /api/jobspecs/validate": { issues: [] } },
      async act(page) {
        await sheetOf(page).fill("{}");
        await press("Run")(page);
      },
    },
    { path: "movies", shows: ".table" },
    {
      path: "movies",
      shows: ".alert",
      async act(page) {
        await page.getByLabel("Or a text").fill(payload);
        await press("Make the movie")(page);
      },
    },
    { path: "movies/exec_1", shows: ".time-row" },
    { path: "movies/exec_3", shows: ".time-row" },
    { path: "movies/exec_2", shows: ".script-line" },
    { path: "movies/exec_2", shows: ".desk .alert", act: renderAgain },
    {
      path: "movies/exec_2",
      shows: ".slide-picture .fault",
      act: (page) => page.locator(".script-line textarea").first().focus(),
    },
    ...["exec_1", "exec_3"].map((executionId) => ({
      path: "movies/exec_2",
      answers: { "POST /api/movies": { executionId } },
      shows: ".desk .bar",
      act: renderAgain,
    })),
    // What stands in an address is written by whoever sends it.
    { path: address, shows: ".empty" },
    { path: `executions?status=failed&q=${address}`, shows: ".empty", answers: { "/api/execute": EMPTY } },
    { path: `executions/exec_1?tab=events&job=${address}`, shows: ".chip[aria-pressed=true]" },
    { path: `executions/exec_1?tab=graph&job=${address}`, shows: ".node" },
    ...["executions", "movies", "jobspecs", "executions/exec_1", "movies/exec_2", "jobspecs/job_1"].map((path) => ({
      path,
      shows: ".alert",
      isRefused: true,
    })),
    ...["webhooks", "system", "watch"].map((path) => ({ path, shows: ".alert", isRefused: true })),
  ];
}

function sheetOf(page: Page): Locator {
  return page.getByLabel("The JobSpec as JSON");
}

function press(name: string): (page: Page) => Promise<void> {
  return (page) => page.getByRole("button", { name, exact: true }).click();
}

async function renderAgain(page: Page): Promise<void> {
  await page.locator(".script-line textarea").first().fill("Another");
  await page.getByRole("button", { name: /^Render \d/ }).click();
}

it("runs nothing of what plans, scripts, errors, files, addresses and others say, wherever that is shown", async () => {
  const server = await startServer(temporaryFolder());
  onTestFinished(() => server.close());
  const { page, faults } = await openPage(server.url);
  const next = createPlanting();
  let visit: Visit | undefined;
  await page.route("**/api/**", (route) => answer(route, next, visit));
  const shown = new Set<string>();
  const bare: string[] = [];
  // Which payload comes to stand where depends on how often the page has asked: it goes on until each has been shown.
  for (let round = 0; round < 8 && shown.size < PAYLOADS.length; round += 1) {
    for (visit of visits(next(""))) {
      await page.goto(`${server.url}/#/elsewhere`);
      await page.goto(`${server.url}/#/${visit.path}`);
      await page.locator("main h1, main h2").first().waitFor();
      await page.getByText("Loading…").waitFor({ state: "detached" });
      await visit.act?.(page);
      await page.locator(visit.shows).first().waitFor();
      for (const summary of await page.locator("summary").all()) await summary.click();
      const found = await payloadsOn(page);
      if (found.length === 0) bare.push(visit.path);
      for (const payload of found) shown.add(payload);
      await expectNothingRan(page);
    }
  }
  expect(PAYLOADS.length).toBeGreaterThanOrEqual(40);
  expect(PAYLOADS.filter((payload) => !shown.has(payload))).toEqual([]);
  expect(bare).toEqual([]);
  // Last, because who is not signed in sees nothing else.
  visit = { path: "", shows: ".sign-in", answers: { "/api/session": NOBODY } };
  await page.reload();
  await page.getByLabel("API key").fill("proxx_wrong");
  await press("Sign in")(page);
  await page.locator(".sign-in .alert").waitFor();
  expect(await payloadsOn(page)).not.toEqual([]);
  await expectNothingRan(page);
  expect(faults).toEqual([]);
});

/** One payload after the other; where an address is expected, those that are one. */
function createPlanting(): Planting {
  const counts = { address: 0, text: 0 };
  const addresses = PAYLOADS.filter((payload) => /^[a-z]+:/i.test(payload));
  return (key) => {
    const [kind, from] = key === "url" ? (["address", addresses] as const) : (["text", PAYLOADS] as const);
    counts[kind] += 1;
    return from[counts[kind] % from.length] ?? "";
  };
}

/** Those that stand somewhere: in a text, in a field or in what an element is told. */
async function payloadsOn(page: Page): Promise<string[]> {
  const text = String(
    await page.evaluate(
      `[document.body.textContent,
        ...[...document.querySelectorAll("main *")].flatMap((one) => [...one.attributes]).map((one) => one.value),
        ...[...document.querySelectorAll("input, textarea")].map((one) => one.value)].join("\\n")`,
    ),
  );
  return PAYLOADS.filter((payload) => text.includes(payload.trim()));
}

/** Nothing ran, and nothing has become an element that was written as a text. */
async function expectNothingRan(page: Page): Promise<void> {
  const ran = await page.evaluate(
    '[globalThis.planted ?? null, document.querySelectorAll(\'[data-planted], iframe, object, embed, base, form[action], a[href]:not([href^="#"], [href^="http" i], [href^="./"])\').length, document.scripts.length]',
  );
  expect(ran).toEqual([null, 0, 1]);
}

async function answer(route: Route, next: Planting, visit: Visit | undefined): Promise<void> {
  const { pathname } = new URL(route.request().url());
  const method = route.request().method();
  if (pathname === "/api/events") return route.fulfill({ contentType: "text/event-stream", body: newsOf(next) });
  const file = FILES[pathname];
  if (file !== undefined) return route.fulfill(file(next));
  const key = method === "GET" ? pathname : `${method} ${pathname}`;
  const document = visit?.isRefused === true && key !== "/api/session" ? undefined : documentOf(key, visit);
  if (document === undefined) return route.fulfill({ status: 400, json: planted(REFUSAL, next) });
  return route.fulfill({ json: planted(document, next) });
}

function documentOf(key: string, visit: Visit | undefined): unknown {
  return visit?.answers?.[key] ?? DOCUMENTS[key];
}
