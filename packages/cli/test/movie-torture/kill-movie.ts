import { createRandom } from "@proxx/testing";
import { completeAfter, violationsNow, type Reference } from "./after-strike.ts";
import type { MovieRound } from "./movie-figures.ts";
import { openPlace, outlivedBy, randomMoment, startMovie, strikeAt } from "./movie-place.ts";

/** Kills the process group of a run at a random moment, and makes the movie then. */
export async function killMovie(seed: number, folder: string, reference: Reference): Promise<MovieRound> {
  const place = openPlace(folder);
  const moment = randomMoment(createRandom(seed));
  const movie = startMovie(place);
  const struck = await strikeAt(movie, moment, () => process.kill(-(movie.child.pid ?? 0), "SIGKILL"));
  const since = performance.now();
  await movie.finished;
  const outlived = await outlivedBy(movie, 2000);
  const endedAfterMs = performance.now() - since;
  const violations = violationsNow(place, reference);
  for (const detail of outlived) violations.push({ figure: "outlived", detail });
  const { kept, violations: after } = await completeAfter(place, reference);
  const story = `killed ${moment.delayMs} ms after ${moment.percent} %, ${kept} parts kept`;
  return { scenario: "kills", seed, story, struck, kept, endedAfterMs, violations: [...violations, ...after], folder };
}
