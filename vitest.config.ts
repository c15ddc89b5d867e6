import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./scripts/longest-first.ts";

// Each file is tested by a process of its own, and many of them start others: what Node compiles for one is kept for the next.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, "node_modules/.cache/node-compile");

export default defineConfig({
  // Vite resolves the workspaces' own sources; nothing is built to be tested.
  ssr: { resolve: { conditions: ["@proxx/source"] } },
  resolve: { conditions: ["@proxx/source"] },
  test: {
    projects: [
      // Tests beside the code change nothing that another would see: a process takes one file of them after the other.
      { extends: true, test: { name: "src", include: ["packages/*/src/**/*.test.ts"], isolate: false } },
      {
        extends: true,
        test: {
          name: "test",
          include: ["packages/*/test/**/*.test.ts", "deploy/test/**/*.test.ts"],
          globalSetup: ["packages/testing/src/postgres/global-setup.ts"],
        },
      },
    ],
    setupFiles: ["packages/testing/src/fail-on-leaks.ts"],
    pool: "forks",
    // One more than the cores of a small machine: some suites wait for a clock, a process or a disk.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // What hangs is ended; what a slow and busy machine is at is waited for.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
