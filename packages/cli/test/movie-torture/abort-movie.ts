import { join } from "node:path";
import { ProxxError } from "@proxx/contract";
import { createMovieProgress, makeMovie, movieSettings, readScriptFile } from "@proxx/movie";
import { openStudio } from "@proxx/runtime/studio";
import { childrenOf, createRandom } from "@proxx/testing";
import { completeAfter, violationsNow, type Reference } from "./after-strike.ts";
import { leftIn } from "./movie-folder.ts";
import type { MovieRound, MovieViolation } from "./movie-figures.ts";
import {
  openPlace,
  outlivedBy,
  randomMoment,
  SETTINGS,
  startMovie,
  strikeAt,
  type Moment,
  type MoviePlace,
} from "./movie-place.ts";

const LIMIT_MS = 5000;
/** What the exit code of an interrupted run is to be. */
const INTERRUPTED = 2;

/** Stops a run at a random moment, by a signal of the system or an AbortSignal, and makes the movie then. */
export async function abortMovie(seed: number, folder: string, reference: Reference): Promise<MovieRound> {
  const place = openPlace(folder);
  const random = createRandom(seed);
  const moment = randomMoment(random);
  const how = (["SIGINT", "SIGTERM", "AbortSignal"] as const)[Math.floor(random() * 3)] ?? "SIGINT";
  const { struck, endedAfterMs, violations } =
    how === "AbortSignal" ? await abortInProcess(place, moment) : await interrupt(place, moment, how);
  if (endedAfterMs > LIMIT_MS) violations.push({ figure: "slowEnding", detail: `${Math.round(endedAfterMs)} ms` });
  for (const detail of leftIn(place)) violations.push({ figure: "left", detail });
  violations.push(...violationsNow(place, reference));
  const { kept, violations: after } = await completeAfter(place, reference);
  const story = `${how} ${moment.delayMs} ms after ${moment.percent} %, ${kept} parts kept`;
  return { scenario: "aborts", seed, story, struck, kept, endedAfterMs, violations: [...violations, ...after], folder };
}

interface Stopped {
  struck: boolean;
  endedAfterMs: number;
  violations: MovieViolation[];
}

async function interrupt(place: MoviePlace, moment: Moment, signal: "SIGINT" | "SIGTERM"): Promise<Stopped> {
  const movie = startMovie(place);
  // Before it listens to signals, the system ends it.
  const from = Math.max(1, moment.percent);
  const struck = await strikeAt(movie, { ...moment, percent: from }, () => movie.child.kill(signal));
  const since = performance.now();
  const { code, stderr } = await movie.finished;
  const endedAfterMs = struck ? performance.now() - since : 0;
  const violations: MovieViolation[] = [];
  const isRight = code === INTERRUPTED || code === 0;
  if (!isRight) violations.push({ figure: "wrongEnding", detail: `exit code ${code}: ${stderr.trim()}` });
  for (const detail of await outlivedBy(movie, 100)) violations.push({ figure: "outlived", detail });
  return { struck, endedAfterMs, violations };
}

/** The steps are called in this process, as a program that embeds them does. */
async function abortInProcess(place: MoviePlace, { percent, delayMs }: Moment): Promise<Stopped> {
  // Its script is there then, and what else of it is chance: a run that was ended early.
  const first = startMovie(place);
  await strikeAt(first, { percent: 21, delayMs: 0 }, () => first.child.kill("SIGKILL"));
  await first.finished;
  const abort = new AbortController();
  const studio = openStudio({ environment: process.env });
  let since: number | null = null;
  const strike = () => {
    since ??= performance.now();
    abort.abort();
  };
  const before = new Set(childrenOf(process.pid).map(({ pid }) => pid));
  const violations: MovieViolation[] = [];
  try {
    const { size, fps } = SETTINGS;
    const progressOf = createMovieProgress((told) => {
      if (told.percent >= percent) setTimeout(strike, delayMs);
    }, Date.now);
    const script = await readScriptFile(join(place.out, "script.yaml"));
    const settings = movieSettings({ size, frame_rate: fps }, place.folder);
    await makeMovie({ script, folder: place.out, settings, progressOf, signal: abort.signal }, studio);
  } catch (error) {
    const isStop =
      abort.signal.aborted && (isAbort(error) || (error instanceof ProxxError && error.code === "aborted"));
    if (!isStop) violations.push({ figure: "wrongEnding", detail: String(error) });
  }
  const endedAfterMs = since === null ? 0 : performance.now() - since;
  const children = childrenOf(process.pid).filter(({ pid, zombie }) => !zombie && !before.has(pid));
  for (const { command } of children) violations.push({ figure: "outlived", detail: command });
  await studio.close();
  return { struck: since !== null, endedAfterMs, violations };
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
