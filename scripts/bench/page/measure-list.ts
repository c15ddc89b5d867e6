import { percentile, type Figure } from "../server/figure.ts";
import { openWatchedPage, type WatchedPage } from "./watched-page.ts";

const ROUNDS = 5;
const FIRST = "bench: first rows";

/** Says when rows are there, and how long the browser took to show what a click or a key has changed. */
const WATCH = `
  globalThis.interactions = [];
  new PerformanceObserver((list) => {
    for (const { name, duration, interactionId } of list.getEntries()) if (interactionId > 0) interactions.push([name, duration]);
  }).observe({ type: "event", durationThreshold: 16, buffered: true });
  new MutationObserver((_, observer) => {
    if (document.querySelector(".row:not(.row-head)") === null) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => console.debug("${FIRST}", performance.now())));
  }).observe(document, { childList: true, subtree: true });
`;

/** The list of so many executions in browsers that know nothing of it yet, and what is done in it. */
export async function measureList(url: string, executions: number): Promise<Figure[]> {
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measureRound(url));
  const median = (of: (round: Round) => number) => percentile(rounds.map(of), 0.5);
  const worst = (of: (round: Round) => number) => Math.max(...rounds.map(of));
  const name = (what: string) => `the list of ${executions}: ${what}`;
  return [
    { name: name("first paint"), value: median(({ paintMs }) => paintMs), unit: "ms", most: 1000 },
    { name: name("first rows"), value: median(({ rowsMs }) => rowsMs), unit: "ms", most: 1000 },
    { name: name("first rows, at worst"), value: worst(({ rowsMs }) => rowsMs), unit: "ms", most: null },
    {
      name: name("main thread until then, processor time"),
      value: median(({ cpu }) => cpu.all),
      unit: "ms",
      most: null,
    },
    { name: name("of that scripts"), value: median(({ cpu }) => cpu.script), unit: "ms", most: null },
    { name: name("of that layout"), value: median(({ cpu }) => cpu.layout), unit: "ms", most: null },
    {
      name: name("from asking to the answer, where it waits longest"),
      value: median(({ askedMs }) => askedMs),
      unit: "ms",
      most: null,
    },
    { name: name("the list is asked for after"), value: median(({ listAtMs }) => listAtMs), unit: "ms", most: null },
    { name: name("weight of the first view"), value: worst(({ bytes }) => bytes) / 1024, unit: "KiB", most: 200 },
    { name: name("an interaction"), value: median(({ interactionMs }) => interactionMs), unit: "ms", most: 100 },
    {
      name: name("an interaction, at worst"),
      value: worst(({ interactionMs }) => interactionMs),
      unit: "ms",
      most: null,
    },
  ];
}

interface Round {
  paintMs: number;
  rowsMs: number;
  listAtMs: number;
  askedMs: number;
  cpu: Awaited<ReturnType<WatchedPage["cpuMs"]>>;
  bytes: number;
  interactionMs: number;
}

async function measureRound(url: string): Promise<Round> {
  await using watched = await openWatchedPage();
  const { page } = watched;
  await page.addInitScript(WATCH);
  const shown = page.waitForEvent("console", (message) => message.text().startsWith(FIRST));
  await page.goto(url, { waitUntil: "commit" });
  const rowsMs = Number((await shown).text().slice(FIRST.length));
  const [cpu, bytes] = [await watched.cpuMs(), watched.bytes()];
  const paintMs = await page.evaluate<number>(
    "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN",
  );
  const asked = await page.evaluate<[string, number, number][]>(
    "performance.getEntriesByType('resource').map(({ name, startTime, responseEnd }) => [name, startTime, responseEnd])",
  );
  if (process.env["PROXX_BENCH_WATERFALL"] !== undefined)
    process.stderr.write(`${asked.map((one) => one.join(" ")).join("\n")}\n`);
  const list = asked.find(([name]) => /\/api\/execute\?/.test(name));
  const interactionMs = await interact(watched);
  return {
    paintMs,
    rowsMs,
    cpu,
    bytes,
    listAtMs: list?.[1] ?? Number.NaN,
    askedMs: (list?.[2] ?? Number.NaN) - (list?.[1] ?? 0),
    interactionMs,
  };
}

/** The longest from what somebody does to what can be seen of it. */
async function interact({ page }: WatchedPage): Promise<number> {
  const rows = page.locator(".row:not(.row-head)");
  await page.getByRole("button", { name: "Failed" }).click();
  await page.waitForTimeout(400);
  await page.getByRole("button", { name: "All" }).click();
  await page.waitForTimeout(400);
  await page.getByRole("searchbox").pressSequentially("0042", { delay: 80 });
  await page.waitForTimeout(1500);
  await page.getByRole("searchbox").fill("");
  await page.waitForTimeout(800);
  await page.getByRole("button", { name: "Older" }).click();
  await page.waitForTimeout(400);
  await rows.first().getByRole("link").click();
  await page.locator(".time-row").first().waitFor();
  await page.waitForTimeout(400);
  for (const tab of ["Graph", "Plan", "Events"]) {
    await page.getByRole("tab", { name: tab }).click();
    await page.waitForTimeout(200);
  }
  const all = await page.evaluate<[string, number][]>("globalThis.interactions");
  if (process.env["PROXX_BENCH_WATERFALL"] !== undefined) process.stderr.write(`${all.join(" ")}\n`);
  return Math.max(0, ...all.map(([, duration]) => duration));
}
