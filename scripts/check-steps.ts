import type { Step } from "./run-step.ts";

/** What `npm run check` checks, the quickest first. */
export const CHECK_STEPS: readonly Step[] = [
  { name: "format (oxfmt)", command: "oxfmt", args: ["--check"] },
  {
    name: "rooms and the pages that name them",
    command: "node",
    args: ["--conditions=@proxx/source", "scripts/check-structure.ts"],
  },
  { name: "every platform in the lock", command: "node", args: ["scripts/check-lock.ts"] },
  { name: "lint and import arrows (oxlint)", command: "oxlint", args: ["--type-aware", "--deny-warnings"] },
  { name: "types (tsc)", command: "tsc", args: ["-p", "."] },
  { name: "types of the page (tsc)", command: "tsc", args: ["-p", "packages/dashboard"] },
  { name: "types of the page's tests (tsc)", command: "tsc", args: ["-p", "packages/dashboard/test"] },
  { name: "unused code and dependencies (knip)", command: "knip", args: [] },
];
