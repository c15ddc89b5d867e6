import { expect, test } from "vitest";
import { createMovieProgress, type MovieProgress } from "./movie-progress.ts";

test("steps have their shares, and what is told never goes back", () => {
  const told: MovieProgress[] = [];
  let time = 0;
  const progressOf = createMovieProgress(
    (progress) => told.push(progress),
    () => (time += 1000),
  );
  progressOf("script")(50, 100, "writing");
  progressOf("audio")(3, 3, "spoken");
  progressOf("slides")(0, 9, "drawing");
  // Late, of a step that is over; and of a step that does not know how much it has to do.
  progressOf("audio")(1, 3, "spoken");
  progressOf("video")(0, 0, "rendering");
  progressOf("video")(9000, 9000, "done");
  expect(told.map(({ percent }) => percent)).toEqual([12.5, 55, 57, 57, 82, 100]);
  expect(told.at(0)?.etaSeconds).toBeCloseTo(7);
  expect(told.at(-1)?.etaSeconds).toBe(0);
});
