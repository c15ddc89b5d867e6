// A browser that was started for one page, and what that page has cost.
import { launchBrowser } from "../../../packages/dashboard/test/launch-browser.ts";

type Browser = Awaited<ReturnType<typeof launchBrowser>>;
type Page = Awaited<ReturnType<Browser["newPage"]>>;

export interface WatchedPage extends AsyncDisposable {
  readonly page: Page;
  /** What has come over the wire, compressed as it came. */
  readonly bytes: () => number;
  /** How long the main thread has computed: processor time, in milliseconds. */
  readonly cpuMs: () => Promise<{ all: number; script: number; layout: number }>;
  /** The longest tasks of the main thread while something is done, in milliseconds of processor time, and what was in them. */
  readonly longestTasks: (work: () => Promise<unknown>) => Promise<readonly Task[]>;
}

interface Task {
  readonly cpuMs: number;
  readonly wallMs: number;
  /** What took most of it, as Chromium calls it. */
  readonly of: string;
}

interface TraceEvent {
  name: string;
  ph: string;
  tid: number;
  pid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args: { name?: string };
}

export async function openWatchedPage(): Promise<WatchedPage> {
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: "en-GB" });
  const session = await page.context().newCDPSession(page);
  let bytes = 0;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  await session.send("Network.enable");
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return {
    page,
    bytes: () => bytes,
    async cpuMs() {
      const { metrics } = await session.send("Performance.getMetrics");
      const of = (wanted: string) => (metrics.find(({ name }) => name === wanted)?.value ?? 0) * 1000;
      return {
        all: of("TaskDuration"),
        script: of("ScriptDuration"),
        layout: of("LayoutDuration") + of("RecalcStyleDuration"),
      };
    },
    async longestTasks(work) {
      await browser.startTracing(page, { categories: ["toplevel", "devtools.timeline", "v8"] });
      await work();
      const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
      return tasksOf(trace.traceEvents);
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

/** Of the thread that computes most, which is the page's. */
function tasksOf(events: readonly TraceEvent[]): Task[] {
  const names = events.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain");
  const threads = names.map(({ pid, tid }) => events.filter((event) => event.pid === pid && event.tid === tid));
  const busiest = threads.toSorted((one, other) => cpuOf(other) - cpuOf(one))[0] ?? [];
  const tasks = busiest.filter(({ name, ph }) => ph === "X" && /RunTask|ThreadControllerImpl/.test(name));
  return tasks
    .toSorted((one, other) => (other.tdur ?? 0) - (one.tdur ?? 0))
    .slice(0, 3)
    .map((task) => ({ cpuMs: (task.tdur ?? 0) / 1000, wallMs: (task.dur ?? 0) / 1000, of: partsOf(task, busiest) }));
}

function cpuOf(events: readonly TraceEvent[]): number {
  return events.reduce((sum, { name, tdur = 0 }) => sum + (/RunTask/.test(name) ? tdur : 0), 0);
}

function partsOf(task: TraceEvent, events: readonly TraceEvent[]): string {
  const end = task.ts + (task.dur ?? 0);
  const within = events.filter(({ ts, ph, dur = 0 }) => ph === "X" && ts >= task.ts && ts + dur <= end);
  const sums = new Map<string, number>();
  for (const { name, tdur = 0 } of within) {
    if (!/RunTask|ThreadControllerImpl|SimpleWatcher|Connector/.test(name))
      sums.set(name, (sums.get(name) ?? 0) + tdur / 1000);
  }
  const most = [...sums].toSorted(([, one], [, other]) => other - one).slice(0, 5);
  return most.map(([name, ms]) => `${name} ${ms.toFixed(1)}`).join(", ");
}
