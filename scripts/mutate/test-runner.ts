// Runs test files of the copy that it is started in, one at a time, as its parent asks. Vitest stays loaded between them.
import { createVitest, type Reporter } from "vitest/node";

/** What is asked: run this test file, of which these files have changed since it was asked last. */
export interface Question {
  test: string;
  changed: string[];
}

/** What came of it. Where no test ran, none has passed or failed. */
export interface Answer {
  passed: number;
  failed: number;
  /** The first that failed, or why none could. */
  firstFailure: string | null;
}

const told = new Set<unknown>();
let current: Answer = { passed: 0, failed: 0, firstFailure: null };

const reporter: Reporter = {
  onTestCaseResult(test) {
    const { state } = test.result();
    if (state === "passed") current.passed++;
    if (state !== "failed") return;
    current.failed++;
    current.firstFailure ??= test.fullName;
    // One failure is enough.
    void vitest.cancelCurrentRun("test-failure");
  },
};

// A process for each file: what was loaded of the source that has changed since must not be met again.
const alone = { isolate: true, maxWorkers: 1, fileParallelism: false };
const vitest = await createVitest({ watch: false, reporters: [reporter], ...alone });
await vitest.standalone();

process.on("message", (question: Question) => {
  void answer(question).then((result) => process.send?.(result));
});
process.once("disconnect", () => void vitest.exit(true));
process.send?.("ready");

async function answer({ test, changed }: Question): Promise<Answer> {
  current = { passed: 0, failed: 0, firstFailure: null };
  for (const file of changed) vitest.invalidateFile(file);
  const specifications = await vitest.globTestSpecifications([test]);
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
  // Vitest tells of what earlier runs have said as well.
  const modules = testModules.filter(({ moduleId }) => moduleId.endsWith(test));
  const errors = [...modules.flatMap((testModule) => testModule.errors()), ...unhandledErrors.filter(isNew)];
  if (errors.length > 0 && current.failed === 0) {
    current.failed++;
    const [error] = errors;
    current.firstFailure ??= error instanceof Object && "message" in error ? String(error.message) : String(error);
  }
  return current;
}

function isNew(error: unknown): boolean {
  const before = told.size;
  return told.add(error).size > before;
}
