import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createRandom } from "@proxx/testing/create-random";
import { openWatchFolder, type Transition } from "../../src/index.ts";
import { checkRound } from "./check-round.ts";
import { dropByteByByte, dropWhole, isIdle, isPending } from "./drop-spec.ts";
import { plantEarlierLives } from "./earlier-lives.ts";
import { describeEnding, pick, planEndings, type Ending } from "./ending.ts";
import type { Figure, Violation } from "./figures.ts";
import { createWitness, snapshot } from "./folder-snapshot.ts";
import { orphansOf } from "./orphans-of.ts";
import { runLife, type Life } from "./run-life.ts";
import { putSources } from "./torture-clips.ts";
import { createWorkload, SPEC_KINDS, type TortureSpec } from "./workload.ts";

export interface RoundOutcome {
  seed: number;
  specs: number;
  kills: number;
  diskFaults: number;
  /** Transitions at which a runner was killed. */
  transitions: Transition[];
  recovered: number;
  /** What was done to it, in words, for whoever looks into a violation. */
  story: string[];
  violations: Violation[];
}

/**
 * One round: a fresh watch folder, several runners one after the other of which each but the last is made to end badly,
 * new specs between and during them, then a look at everything that is there. The seed decides all but the machine's
 * timing.
 */
export async function runRound(seed: number, roundFolder: string, toolCacheFile: string): Promise<RoundOutcome> {
  const random = createRandom(seed);
  const chance = (probability: number) => random() < probability;
  const root = join(roundFolder, "watch");
  const outputs = join(roundFolder, "outputs");
  for (const folder of [roundFolder, root, outputs]) mkdirSync(folder);
  putSources(join(roundFolder, "sources"));
  await openWatchFolder(root);

  const settings = {
    roundFolder,
    root,
    toolCacheFile,
    maxWorkers: 1 + Math.floor(random() * 3),
    recursive: chance(0.35),
    settleSeconds: chance(0.25) ? 0.4 : 0,
    hardLinks: chance(0.85),
  };
  const story = [JSON.stringify(settings)];
  const violations: Violation[] = [];
  const report = (figure: Figure, details: readonly string[]) =>
    void violations.push(...details.map((detail) => ({ figure, detail })));
  const workload = createWorkload(roundFolder, settings.recursive, random);
  const specs: TortureSpec[] = [];
  const witness = createWitness(root, outputs);

  const newSpecs = (ending: Ending, count: number): TortureSpec[] => {
    const kinds = Array.from({ length: count }, () => pick(SPEC_KINDS, random));
    // What a transition needs in order to be passed.
    if (ending.kind === "transition")
      kinds.push(ending.name.startsWith("refusal-") ? "bad-json" : pick(["single", "multi"], random));
    return kinds.map((kind) => workload.next(kind));
  };

  const drop = async (spec: TortureSpec, whileRunning: boolean): Promise<void> => {
    if (isPending(root, spec.name)) return;
    specs.push(spec);
    if (!whileRunning || settings.settleSeconds === 0 || chance(0.5)) return dropWhole(root, spec);
    const steady = await dropByteByByte(root, spec, settings.settleSeconds);
    // Taken half-written, it is another document and gets another verdict.
    if (!steady) spec.kind = "bad-json";
  };

  /** Somebody mends a spec that waits, by another one of its name. */
  const replaceOneThatWaits = (): void => {
    const waiting = specs.findLast((spec) => !spec.withdrawn && isPending(root, spec.name));
    if (waiting === undefined) return;
    waiting.withdrawn = true;
    const replacement = workload.replacement(waiting);
    specs.push(replacement);
    dropWhole(root, replacement);
    story.push(`${waiting.name} is replaced while it waits`);
  };

  /** A runner that has `late` dropped beside it while it works; it watches on until nothing is left to do, or makes one pass. */
  const live = async (ending: Ending, late: TortureSpec | null, once: boolean): Promise<Life> => {
    const drops: Promise<void>[] = [];
    const life = await runLife({ ...settings, once, ending }, (event, terminate) => {
      const begun = event === "job-claimed" || event === "job-finished" || (event === "watch-started" && isIdle(root));
      if (late !== null && begun && drops.length === 0) drops.push(drop(late, true));
      if (!once && (late === null || drops.length > 0) && isIdle(root)) terminate();
    });
    await Promise.all(drops);
    if (late !== null && drops.length === 0) await drop(late, false);
    story.push(`${describeEnding(ending)}${once ? "" : ", watching on"}: ${life.struckAt ?? "came to its end"}`);
    if (life.fault !== null) report("runnerFaults", [life.fault]);
    return life;
  };

  const look = (): void => {
    report("overwritten", witness.changed());
    witness.look();
  };

  const endings = planEndings(seed, random);
  const first = newSpecs(endings[0] ?? { kind: "natural" }, 4);
  plantEarlierLives(
    root,
    first.map(({ name }) => name),
    random,
  );
  witness.lookAtAll();
  const planted = new Set(snapshot(root).keys());
  const lives: Life[] = [];
  for (const [index, ending] of endings.entries()) {
    const fresh = index === 0 ? first : newSpecs(ending, 1 + Math.floor(random() * 2));
    const late = chance(0.4) ? (fresh.pop() ?? null) : null;
    for (const spec of fresh) await drop(spec, false);
    if (chance(0.2)) replaceOneThatWaits();
    lives.push(await live(ending, late, late === null && chance(0.7)));
    if (chance(0.5)) report("orphans", await orphansOf(roundFolder));
    look();
  }
  lives.push(await live({ kind: "natural" }, null, true));
  report("orphans", await orphansOf(roundFolder));
  look();

  const disturbed = endings.some(({ kind }, index) => kind === "signal" || lives[index]?.struckAt != null);
  violations.push(...checkRound({ root, outputs, specs, planted, disturbed }));
  return {
    seed,
    story,
    violations,
    specs: specs.length,
    kills: lives.filter(({ killed }) => killed).length,
    diskFaults: lives.filter(({ struckAt }, index) => struckAt !== null && endings[index]?.kind === "disk-fault")
      .length,
    transitions: lives.flatMap(({ killed, transition }) => (killed && transition !== null ? [transition] : [])),
    recovered: lives.reduce((sum, { recovered }) => sum + recovered, 0),
  };
}
