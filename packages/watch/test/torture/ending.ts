import { TRANSITIONS, type Transition } from "../../src/index.ts";

/** How one life of the runner ends, or what befalls it. */
export type Ending =
  /** Nothing happens to it: it works off what is there. */
  | { kind: "natural" }
  /** Kills itself at the n-th time it comes by a transition. */
  | { kind: "transition"; name: Transition; nth: number }
  /** Kills itself at its n-th change to the disk: before it, after it, or with half of what was to be written on disk. */
  | { kind: "change"; among: ChangeKind; nth: number; when: "before" | "after" | "torn" }
  /** Its n-th change to the disk fails, with the change made or not; it goes on. */
  | { kind: "disk-fault"; among: ChangeKind; nth: number; when: "before" | "after" }
  /** Gets a signal from outside, and perhaps SIGKILL while it stops. */
  | { kind: "signal"; signal: "SIGKILL" | "SIGTERM"; afterMs: number; killAfterMs: number | null };

/** Kinds of changes to the disk by what is told of one; and up to which of them it is worth to wait. */
export const CHANGES = {
  any: { pattern: /^/, upTo: 160 },
  "of an output's name": { pattern: /^(link|unlink|rename) outputs/, upTo: 6 },
  "of a journal": { pattern: /^appendFile .*\.journal$/, upTo: 10 },
  "of a result": { pattern: /^(writeFile|link|unlink|rename).*\.journal\.result$/, upTo: 8 },
  "of a spec's place": { pattern: /^(link|unlink|rename) watch.*\.json$/, upTo: 8 },
  "of the lock": { pattern: /\.proxx-/, upTo: 8 },
} as const;

type ChangeKind = keyof typeof CHANGES;

/** How the lives of a round end. From seed to seed every transition has its turn; those of a recovery come after a kill. */
export function planEndings(seed: number, random: () => number): Ending[] {
  const turn = TRANSITIONS[seed % TRANSITIONS.length] ?? "claimed";
  const endings = [pickEnding(random), atTransition(turn, random), pickEnding(random), pickEnding(random)];
  return endings.flatMap((ending): Ending[] => {
    if (ending.kind !== "transition" || !ending.name.startsWith("recovery-")) return [ending];
    return [leaveSomething(random), { ...ending, nth: 1 }];
  });
}

/** An end that leaves a spec in `running/`, or half of a line in its journal. */
function leaveSomething(random: () => number): Ending {
  if (random() < 0.3) return { kind: "change", among: "of a journal", nth: 2 + Math.floor(random() * 4), when: "torn" };
  const names = [
    "claimed",
    "clip-started",
    "clip-publish-intended",
    "clip-published",
    "settle-journalled",
    "settle-result-written",
  ] as const;
  return { kind: "transition", name: pick(names, random), nth: 1 };
}

function pickEnding(random: () => number): Ending {
  const dice = random();
  if (dice < 0.3) return atTransition(pick(TRANSITIONS, random), random);
  if (dice < 0.85) {
    const among = pick(Object.keys(CHANGES) as ChangeKind[], random);
    const nth = 1 + Math.floor(random() * CHANGES[among].upTo);
    if (dice < 0.73) return { kind: "change", among, nth, when: pick(["before", "after", "torn"], random) };
    return { kind: "disk-fault", among, nth, when: pick(["before", "after"], random) };
  }
  const afterMs = Math.floor(random() * 2500);
  if (dice < 0.94) return { kind: "signal", signal: "SIGKILL", afterMs, killAfterMs: null };
  return { kind: "signal", signal: "SIGTERM", afterMs, killAfterMs: random() < 0.5 ? Math.floor(random() * 60) : null };
}

function atTransition(name: Transition, random: () => number): Ending {
  return { kind: "transition", name, nth: random() < 0.6 ? 1 : 1 + Math.floor(random() * 3) };
}

export function describeEnding(ending: Ending): string {
  switch (ending.kind) {
    case "natural":
      return "left alone";
    case "transition":
      return `SIGKILL at ${ending.name} no. ${ending.nth}`;
    case "change":
      return `SIGKILL ${ending.when === "torn" ? "in the middle of" : ending.when} change ${ending.among} no. ${ending.nth}`;
    case "disk-fault":
      return `change ${ending.among} no. ${ending.nth} fails ${ending.when === "before" ? "without" : "with"} effect`;
    case "signal":
      return `${ending.signal} after ${ending.afterMs} ms${ending.killAfterMs === null ? "" : `, SIGKILL ${ending.killAfterMs} ms later`}`;
  }
}

export function pick<Item>(items: readonly Item[], random: () => number): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError("Expected something to pick from");
  return item;
}
