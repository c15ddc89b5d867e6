import { mkdirSync, readdirSync, statSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { openRuntime } from "@proxx/runtime";
import { everydayClip } from "@proxx/testing";
import { startCluster } from "@proxx/testing/postgres-cluster";
import { faultsOfJobSpec, lookAtJobSpec, submitJobSpec, type SeenJobSpec } from "../job-spec-client.ts";
import { complaintsOf } from "../outcome-of-ends.ts";
import { startServer, startWorker } from "../server-process.ts";
import { emptyOutcome, type ScenarioOutcome } from "../server-figures.ts";
import { whole, type Stage } from "../scenario.ts";

const JOB_SPECS_A_KILL = 2;
const CLIPS = 3;
const LOOK_MS = 25;

/**
 * On Postgres: a server that only admits, one that runs JobSpecs too, two workers; one of them after the other is killed. Each
 * clip gets its final name once, and is whole.
 */
export async function killJobSpecs({ folder, random, times, onStep }: Stage): Promise<ScenarioOutcome> {
  const outcome = emptyOutcome();
  await using cluster = await startCluster();
  const root = join(folder, "media");
  mkdirSync(root);
  const sources = Array.from({ length: CLIPS }, (_, index) => join(root, `clip${index}.mov`));
  for (const source of sources) await copyFile(everydayClip(), source);
  const config = {
    home: join(folder, "home"),
    log: join(folder, "log.txt"),
    environment: { DATABASE_URL: cluster.url("postgres") },
    mediaRoots: [root],
  };
  const roles = [
    () => startServer({ ...config, onlyAdmits: true }),
    () => startServer(config),
    () => startWorker(config),
    () => startWorker(config),
  ];
  const live = roles.map((begin) => begin());
  await Promise.all(live.map(({ ready }) => ready));
  /** By their ids, where their clips are to be. */
  const taken = new Map<string, string>();
  const published = watchNames();
  let next = 0;

  /** To one of the servers, and where that is gone to the other, again and again with the same key. */
  async function send(): Promise<void> {
    const key = `spec-${next++}`;
    const output = join(root, key);
    mkdirSync(output);
    published.watch(output);
    const document = {
      jobspec_version: "1.0.0",
      created_at: "2026-11-20T10:00:00Z",
      sources,
      output_dir: output,
      output_name_template: "{source_name}_proxy",
      codec: "h264",
      container: "mp4",
      fps_mode: "preserve_source",
      proxy_profile: "proxy_h264_low",
    };
    for (let attempt = 0; ; attempt++) {
      const url = await live[attempt % 2]?.ready;
      const answer = url == null ? null : await submitJobSpec(url, document, key);
      if (answer?.kind === "taken") return void taken.set(answer.id, output);
      if (answer?.kind === "refused" && answer.status < 500 && answer.status !== 409) {
        return void outcome.violations.push({ figure: "complaints", detail: `${key}: ${answer.text}` });
      }
      await wait(20);
    }
  }

  for (let kill = 1; kill <= times; kill++) {
    await Promise.all(Array.from({ length: JOB_SPECS_A_KILL }, send));
    await wait(whole(random, 200, 4000));
    const index = whole(random, 0, live.length - 1);
    const [victim, begin] = [live[index], roles[index]];
    if (victim === undefined || begin === undefined) throw new TypeError("Expected a process");
    await victim.kill();
    outcome.violations.push(...complaintsOf([victim]));
    live[index] = begin();
    onStep(kill);
  }

  const url = await live[0]?.ready;
  if (url == null) throw new Error(`The last server did not open: ${live[0]?.stderr()}`);
  const deadline = performance.now() + 60_000 + 30_000 * times;
  for (const [id, output] of taken) {
    let seen: SeenJobSpec | null = await lookAtJobSpec(url, id);
    while (seen !== null && seen.completedAt === null && performance.now() < deadline) {
      await wait(200);
      seen = await lookAtJobSpec(url, id);
    }
    outcome.violations.push(...(await faultsOfJobSpec(id, seen, { output, sources })));
  }
  for (const detail of published.stop()) outcome.violations.push({ figure: "twice", detail });
  await Promise.all(live.map(({ stop }) => stop()));
  outcome.violations.push(...complaintsOf(live));
  const interrupted = await lossesOf([...taken.keys()], config);
  outcome.counts = { kills: times, JobSpecs: taken.size, clips: CLIPS * taken.size, "went on elsewhere": interrupted };
  return outcome;
}

/** How often one was taken from a process that was gone. */
async function lossesOf(
  ids: readonly string[],
  about: { home: string; environment: Readonly<Record<string, string>> },
): Promise<number> {
  const runtime = openRuntime(about);
  try {
    const all = await Promise.all(ids.map((id) => runtime.jobSpecs.readJobSpec(id, null)));
    return all.reduce((sum, kept) => sum + (kept?.losses ?? 0), 0);
  } finally {
    await runtime.close();
  }
}

/** Sees to it that a name is given once: what bears it later is the same file. */
function watchNames() {
  const folders: string[] = [];
  const files = new Map<string, string>();
  const again: string[] = [];
  const look = () => {
    for (const folder of folders) {
      for (const name of readdirSync(folder).filter((each) => !each.startsWith("."))) {
        const path = join(folder, name);
        const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
        // Made when its last byte was written: numbers of files are used again.
        const file = stats === undefined ? "nothing" : `${stats.ino} ${stats.mtimeNs}`;
        const before = files.get(path);
        if (before !== undefined && before !== file) again.push(`${path} was ${before}, and is ${file}`);
        files.set(path, file);
      }
    }
  };
  const timer = setInterval(look, LOOK_MS);
  return {
    watch: (folder: string) => void folders.push(folder),
    stop() {
      clearInterval(timer);
      look();
      return again;
    },
  };
}
