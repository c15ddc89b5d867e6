import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Small files that take long: in a fresh checkout, where no run has told durations, vitest starts the large ones first. */
const LONG = [
  "transcode/test/sources/cadence",
  "sdk/test/examples",
  "watch/test/torture",
  "sdk/test/documentation/typescript-blocks",
  "cli/test/nothing-overwritten",
  "transcode/test/determinism",
  "transcode/test/codec-matrix",
  "cli/test/published",
  "cli/test/run-plan-torture",
  "cli/test/interruption",
].map((name) => `/packages/${name}.test.ts`);

/**
 * Starts what takes long before what does not, so that no worker is left alone with it at the end: what needs the world, which
 * has a process for each file, before the tests that stand beside the code.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const place = ({ moduleId, project }: TestSpecification) => {
      if (LONG.some((name) => moduleId.endsWith(name))) return 0;
      return project.config.isolate ? 1 : 2;
    };
    return sorted.toSorted((a, b) => place(a) - place(b));
  }
}
