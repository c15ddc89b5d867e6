import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestAsker, Verdict } from "./ask-tests.ts";
import { applyMutant, type Mutant } from "./find-mutants.ts";
import type { Copy } from "./make-copy.ts";
import type { TestMap } from "./nearest-tests.ts";
import { refusedByTypes } from "./refused-by-types.ts";

/** A change and what the tests said to it. */
export interface Trial extends Mutant {
  /**
   * `noticed`: a test failed, or did not end. `unnoticed`: every test that was asked passed. `untested`: no test ran that
   * reaches the file through imports. `unsure`: the test that failed fails without the change, too.
   */
  outcome: "noticed" | "unnoticed" | "untested" | "unsure";
  /** The test files that ran, the nearest first; the last one noticed it. */
  asked: string[];
  /** The test that failed, or that none answered. */
  noticedBy: string | null;
  /** Whether the compiler refuses an unnoticed change. It is not counted as noticed. */
  refusedByTypes: boolean;
}

export interface TryOptions {
  copy: Copy;
  asker: TestAsker;
  tests: TestMap;
  /** How many are tried at most. */
  mutants: number;
  /** How many test files are asked of each. */
  ask: number;
  /** Whether the compiler is asked of what the tests did not notice. */
  types: boolean;
  /** When no more is begun. */
  seconds: number;
  /** How long the test files that are asked of one change may take together, in seconds. */
  patience: number;
  onTrial: (trial: Trial) => void;
}

/** Tries one change after the other, until there are enough or the time is over. */
export async function tryMutants(mutants: readonly Mutant[], options: TryOptions): Promise<Trial[]> {
  const deadline = performance.now() + options.seconds * 1000;
  const session = new Session(options);
  const trials: Trial[] = [];
  for (const mutant of mutants.slice(0, options.mutants)) {
    if (performance.now() > deadline) break;
    const trial = await session.try(mutant);
    trials.push(trial);
    options.onTrial(trial);
  }
  return session.withoutFalseAlarms(trials);
}

/** What is known of the tests while changes are tried. */
class Session {
  readonly #options: TryOptions;
  readonly #baselines = new Map<string, number | null>();
  #touched = new Set<string>();
  /** Tests that have noticed something, and passed no change since. */
  readonly #alarmed = new Set<string>();

  constructor(options: TryOptions) {
    this.#options = options;
  }

  async try(mutant: Mutant): Promise<Trial> {
    const path = join(this.#options.copy.root, mutant.file);
    const text = readFileSync(path, "utf8");
    const changed = applyMutant(text, mutant);
    const write = (content: string) => {
      writeFileSync(path, content);
      this.#touched.add(path);
    };
    const asked: string[] = [];
    let noticedBy: string | null = null;
    let left = this.#options.patience;
    try {
      for (const test of this.#options.tests.nearest(mutant)) {
        if (asked.length === this.#options.ask || left < 0) break;
        // Only who is content with things as they are is heard about a change.
        const seconds = await this.#baseline(test);
        if (seconds === null || seconds > left) continue;
        write(changed);
        asked.push(test);
        left -= seconds;
        noticedBy = complaint(await this.#ask(test, 15 + 4 * seconds));
        write(text);
        if (noticedBy === null) this.#alarmed.delete(test);
        else this.#alarmed.add(test);
        if (noticedBy !== null) break;
      }
      write(changed);
      const refused =
        this.#options.types && noticedBy === null && (await refusedByTypes(this.#options.copy, mutant.file));
      const outcome = asked.length === 0 ? "untested" : noticedBy === null ? "unnoticed" : "noticed";
      return { ...mutant, outcome, asked, noticedBy, refusedByTypes: refused };
    } finally {
      write(text);
    }
  }

  /**
   * Asks every test that noticed something, and has passed nothing since, once more with nothing changed: what it says now it
   * would have said anyway.
   */
  async withoutFalseAlarms(trials: readonly Trial[]): Promise<Trial[]> {
    for (const test of this.#alarmed) {
      this.#baselines.delete(test);
      await this.#baseline(test);
    }
    return trials.map((trial) =>
      trial.outcome === "noticed" && this.#baselines.get(trial.asked.at(-1) ?? "") === null
        ? { ...trial, outcome: "unsure" }
        : trial,
    );
  }

  /** How long a test takes as things are; null when it does not pass, or nothing runs. */
  async #baseline(test: string): Promise<number | null> {
    const known = this.#baselines.get(test);
    if (known !== undefined) return known;
    const verdict = await this.#ask(test, 3 * this.#options.patience);
    const sound = verdict !== "no answer" && verdict.failed === 0 && verdict.passed > 0;
    if (!sound) process.stderr.write(`${test} is not asked: it does not pass as things are (${complaint(verdict)})\n`);
    const seconds = sound ? verdict.seconds : null;
    this.#baselines.set(test, seconds);
    return seconds;
  }

  async #ask(test: string, limitSeconds: number): Promise<Verdict> {
    const changed = [...this.#touched];
    this.#touched = new Set();
    return this.#options.asker.ask({ test, changed }, limitSeconds);
  }
}

function complaint(verdict: Verdict): string | null {
  if (verdict === "no answer") return "(it did not end)";
  return verdict.failed === 0 ? null : (verdict.firstFailure ?? "(a failure without a name)");
}
