import { createClient } from "@proxx/sdk/client";
import type { Figure } from "../server/figure.ts";
import { planOfTicks } from "./ticking-operation.ts";
import { openWatchedPage } from "./watched-page.ts";

const JOBS = 50;
const WATCHED_MS = 8000;

/** Notes how long each frame took; 60 of them fit in a second. */
const FRAMES = `
  globalThis.frames = [];
  let last = performance.now();
  const note = (now) => { frames.push(now - last); last = now; requestAnimationFrame(note); };
  requestAnimationFrame(note);
`;

/** The page of an execution of which fifty jobs say ten times a second how far they are. */
export async function measureRunning(url: string): Promise<Figure[]> {
  const client = createClient({ url });
  const figures: Figure[] = [];
  for (const tab of ["timeline", "graph", "events"]) {
    const { executionId } = await client.executions.start(
      planOfTicks(`${tab} ${Date.now()}`, { jobs: JOBS, ticks: 600 }),
    );
    await using watched = await openWatchedPage();
    const { page } = watched;
    await page.goto(`${url}/#/executions/${executionId}?tab=${tab}`);
    await page
      .locator({ timeline: ".time-row", graph: ".node", events: "tr[data-sequence]" }[tab] ?? "")
      .first()
      .waitFor();
    await page.waitForTimeout(1000);
    await page.evaluate(FRAMES);
    const before = await watched.cpuMs();
    await page.waitForTimeout(WATCHED_MS);
    const after = await watched.cpuMs();
    const frames = await page.evaluate<number[]>("globalThis.frames");
    const tasks = await watched.longestTasks(() => page.waitForTimeout(WATCHED_MS / 2));
    await client.executions.cancel(executionId);
    const seconds = frames.reduce((sum, ms) => sum + ms, 0) / 1000;
    const name = (what: string) => `${JOBS} jobs at ten a second, ${tab}: ${what}`;
    figures.push(
      { name: name("frames a second"), value: frames.length / seconds, unit: "", most: null, least: 30 },
      { name: name("longest frame"), value: Math.max(...frames), unit: "ms", most: null },
      { name: name("frames over 33 ms"), value: frames.filter((ms) => ms > 34).length, unit: "", most: null },
      {
        name: name("main thread, processor time a second"),
        value: (after.all - before.all) / (WATCHED_MS / 1000),
        unit: "ms",
        most: null,
      },
      ...tasks.slice(0, 1).map(({ cpuMs, wallMs, of }) => ({
        name: name(`longest task, processor time (${wallMs.toFixed(0)} ms in all: ${of})`),
        value: cpuMs,
        unit: "ms",
        most: null,
      })),
    );
  }
  return figures;
}
