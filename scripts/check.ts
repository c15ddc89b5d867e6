import { CHECK_STEPS } from "./check-steps.ts";
import { runStep } from "./run-step.ts";

let failed = 0;
for (const step of CHECK_STEPS) if (!(await runStep(step))) failed++;
process.exitCode = failed === 0 ? 0 : 1;
