import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { checkPlace, type CheckOptions } from "../../movie/check-place.ts";
import { describeReport, summariseReport } from "../../movie/describe-report.ts";
import { runMovieCommand } from "../../movie/run-movie-command.ts";

/** Says what is wrong with a movie before it is made; stdout has the report. */
export async function check(
  place: string,
  options: CheckOptions & { json?: boolean; strict?: boolean },
): Promise<ExitCode> {
  const { json = false, strict = false } = options;
  return await runMovieCommand({ ...options, progress: "none" }, async (run) => {
    const report = await checkPlace(place, options, run);
    const isRefused = report.findings.some(({ severity }) => strict || severity === "error");
    return {
      result: report,
      degradations: [],
      summary: summariseReport(report),
      ...(json ? {} : { text: describeReport(report, process.stdout) }),
      exitCode: isRefused ? EXIT_CODE.validation : EXIT_CODE.success,
    };
  });
}
