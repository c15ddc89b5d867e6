import { afterEach } from "vitest";
import { childrenOf } from "./process-table.ts";
import { STARTED_FOR_FILE } from "./started-for-file.ts";

// What a test starts it ends: a process that outlives it is a fault of the test or of the product, and fails it here.
const before = new Set(childProcesses().map(({ pid }) => pid));

afterEach(async () => {
  const deadline = performance.now() + 2000;
  let left = leftovers();
  while (left.length > 0 && performance.now() < deadline) {
    await new Promise((resolve) => setImmediate(resolve));
    left = leftovers();
  }
  if (left.length === 0) return;
  for (const { pid } of left) process.kill(pid, "SIGKILL");
  throw new Error(`The test left ${left.map(({ pid, command }) => `${command} (${pid})`).join(", ")} running.`);
});

function leftovers() {
  return childProcesses().filter(
    ({ pid, command }) =>
      !before.has(pid) && !STARTED_FOR_FILE.has(pid) && !/^(esbuild|rolldown|tsgolint)/.test(command),
  );
}

/** The children of this process by Linux's process table; elsewhere nothing is known, and nothing is checked. */
function childProcesses() {
  return childrenOf(process.pid).filter(({ zombie }) => !zombie);
}
