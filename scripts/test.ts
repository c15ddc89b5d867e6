// Every check, then every test; arguments go to vitest, and with any the checks are left out.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHECK_STEPS } from "./check-steps.ts";
import { runStep } from "./run-step.ts";

const args = process.argv.slice(2);
let passed = 0;
let failed = 0;
let skipped = 0;
if (args.length === 0) {
  for (const step of CHECK_STEPS) {
    if (await runStep(step)) passed++;
    else failed++;
  }
}

const folder = mkdtempSync(join(tmpdir(), "proxx-test-report-"));
const report = join(folder, "report.json");
const child = spawn(
  "vitest",
  ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...args],
  { stdio: "inherit" },
);
const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
try {
  const counts = JSON.parse(readFileSync(report, "utf8")) as Record<
    "numPassedTests" | "numFailedTests" | "numPendingTests",
    number
  >;
  passed += counts.numPassedTests;
  failed += counts.numFailedTests;
  skipped = counts.numPendingTests;
} catch {
  failed++;
}
rmSync(folder, { recursive: true });
// A suite that cannot even be loaded fails no test, but it fails.
if (code !== 0 && failed === 0) failed++;
process.stdout.write(`\n${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}\n`);
process.exitCode = failed === 0 ? 0 : 1;
