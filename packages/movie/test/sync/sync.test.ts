import { temporaryFolder } from "@proxx/testing";
import { expect, test } from "vitest";
import { makeMeasuredMovie } from "./measured-movie.ts";
import { measureSync } from "./measure-sync.ts";

test("subtitles begin with what is heard, slides change with their sections, and neither drifts", async () => {
  const movie = await makeMeasuredMovie(temporaryFolder(), 20);
  expect(movie.checks.filter(({ pass }) => !pass)).toEqual([]);
  const { subtitles, changes, worstSubtitleMs, worstChangeFrames, driftFrames } = measureSync(movie);
  expect({ subtitles, changes }).toEqual({ subtitles: 3 * movie.sections, changes: movie.sections - 1 });
  expect(worstSubtitleMs).toBeLessThanOrEqual(40);
  expect(worstChangeFrames).toBeLessThanOrEqual(1);
  expect(driftFrames).toBeLessThanOrEqual(1);
});
