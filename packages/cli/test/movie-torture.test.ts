import { expect, it } from "vitest";
import { rounds } from "@proxx/testing/rows";
import { describeMovieReport, runMovieTorture } from "./movie-torture/run-movie-torture.ts";

it("makes the movie after every kill and stop, and of every file that was spoilt", async () => {
  const report = await runMovieTorture({ rounds: rounds(2, 6), seed: 1 });
  // The whole report, so that a failure says how to see it again.
  expect(describeMovieReport(report)).not.toContain("✗");
  expect(report.violated).toEqual([]);
});
