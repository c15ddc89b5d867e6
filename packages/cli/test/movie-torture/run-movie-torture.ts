import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { abortMovie } from "./abort-movie.ts";
import { makeReference, type Reference } from "./after-strike.ts";
import { killMovie } from "./kill-movie.ts";
import { MOVIE_FIGURES, type MovieFigure, type MovieRound } from "./movie-figures.ts";
import { openPlace } from "./movie-place.ts";
import { spoilings, spoilMovie } from "./spoil-movie.ts";

type Made = Reference & { made: string };

const SCENARIOS: Record<
  string,
  {
    rounds: (made: Made) => number;
    atATime: number;
    run: (seed: number, folder: string, made: Made) => Promise<MovieRound>;
  }
> = {
  kills: { rounds: () => 100, atATime: 2, run: killMovie },
  // In one process, the children of one run cannot be told from another's.
  aborts: { rounds: () => 50, atATime: 1, run: abortMovie },
  spoilt: { rounds: ({ made }) => spoilings(made).length, atATime: 2, run: spoilMovie },
};
export const MOVIE_SCENARIOS: readonly string[] = Object.keys(SCENARIOS);

export interface MovieTortureOptions {
  /** Of each scenario. @default 100 kills, 50 aborts, every sort of file in every way */
  rounds?: number | undefined;
  /** Round n has this seed plus n: any of them can be run again alone. */
  seed: number;
  only?: readonly string[];
  onRound?: (round: MovieRound, done: number, rounds: number) => void;
}

export interface MovieTortureReport {
  seed: number;
  seconds: number;
  scenarios: Record<string, { rounds: number; struck: number; kept: number; slowestEndMs: number }>;
  /** Each must be 0. */
  figures: Record<MovieFigure, number>;
  /** Rounds that violated something, with the folder that was kept. */
  violated: MovieRound[];
}

/** Kills, stops and spoils movies, and counts what was lost or left. Folders of rounds that went well are removed. */
export async function runMovieTorture(options: MovieTortureOptions): Promise<MovieTortureReport> {
  const { seed, only = MOVIE_SCENARIOS, onRound } = options;
  const base = realpathSync(mkdtempSync(join(tmpdir(), "proxx-torture-")));
  const started = performance.now();
  const place = openPlace(join(base, "reference"));
  const made = { ...(await makeReference(place)), made: join(base, "made") };
  cpSync(place.out, made.made, { recursive: true });
  const report: MovieTortureReport = {
    seed,
    seconds: 0,
    scenarios: {},
    figures: Object.fromEntries(Object.keys(MOVIE_FIGURES).map((figure) => [figure, 0])) as Record<MovieFigure, number>,
    violated: [],
  };
  for (const [name, { rounds: usual, atATime, run }] of Object.entries(SCENARIOS)) {
    if (!only.includes(name)) continue;
    const rounds = options.rounds ?? usual(made);
    const counted = (report.scenarios[name] = { rounds, struck: 0, kept: 0, slowestEndMs: 0 });
    let next = 0;
    let done = 0;
    const work = async (): Promise<void> => {
      while (next < rounds) {
        const roundSeed = seed + next++;
        const round = await run(roundSeed, join(base, `${name}-${roundSeed}`), made);
        counted.struck += round.struck ? 1 : 0;
        counted.kept += round.kept;
        counted.slowestEndMs = Math.max(counted.slowestEndMs, Math.round(round.endedAfterMs));
        for (const { figure } of round.violations) report.figures[figure]++;
        if (round.violations.length > 0) report.violated.push(round);
        else rmSync(round.folder, { recursive: true });
        onRound?.(round, ++done, rounds);
      }
    };
    await Promise.all(Array.from({ length: Math.min(atATime, rounds) }, work));
  }
  if (report.violated.length === 0) rmSync(base, { recursive: true });
  report.seconds = Math.round((performance.now() - started) / 100) / 10;
  return report;
}

/** The figures in words, and for each round that violated something how to run it again. */
export function describeMovieReport({ seed, seconds, scenarios, figures, violated }: MovieTortureReport): string {
  const lines = [`seed ${seed}, ${seconds} s`];
  for (const [name, { rounds, struck, kept, slowestEndMs }] of Object.entries(scenarios)) {
    lines.push(`${name}: ${rounds} rounds, ${struck} struck, ${kept} whole parts kept, slowest end ${slowestEndMs} ms`);
  }
  lines.push("");
  for (const [figure, words] of Object.entries(MOVIE_FIGURES)) {
    lines.push(`${String(figures[figure as MovieFigure]).padStart(5)}  ${words}`);
  }
  for (const { scenario, seed: own, folder, story, violations } of violated) {
    const again = `npm run torture -- movie --only ${scenario} --rounds 1 --seed ${own}`;
    lines.push("", `${scenario} ${own}: again with \`${again}\`; its folder is ${folder}`, `    ${story}`);
    lines.push(...violations.map(({ figure, detail }) => `  ✗ ${MOVIE_FIGURES[figure]}: ${detail}`));
  }
  return `${lines.join("\n")}\n`;
}
