import type { Trial } from "./try-mutants.ts";

/** One line of what was changed, and whether it was noticed. */
export function describeTrial({ file, line, change, before, after, outcome, noticedBy, ...trial }: Trial): string {
  const what = `${file}:${line} ${change}: ${brief(before)} → ${brief(after)}`;
  if (outcome === "noticed") return `✓ ${what} (${noticedBy})`;
  const reason = {
    unnoticed: `unnoticed by ${trial.asked.join(", ")}`,
    untested: "no test ran",
    unsure: `unsure: ${trial.asked.at(-1)} fails without it, too`,
  }[outcome];
  return `✗ ${what}\n    ${reason}${trial.refusedByTypes ? "; the compiler refuses it" : ""}`;
}

/** A package in one line: how many were tried, how many noticed, and how many of the rest the compiler would have. */
export function describePackage(name: string, trials: readonly Trial[]): string {
  const count = (outcome: Trial["outcome"]) => trials.filter((trial) => trial.outcome === outcome).length;
  const types = trials.filter((trial) => trial.refusedByTypes).length;
  const sure = trials.length - count("unsure");
  const share = sure === 0 ? "–" : `${((100 * count("noticed")) / sure).toFixed(0)} %`;
  return (
    `${name}: ${trials.length} changes, ${count("noticed")} noticed (${share}), ${count("unnoticed")} unnoticed, ` +
    `${count("untested")} without a test, ${count("unsure")} unsure${types > 0 ? `; the compiler refuses ${types} of these` : ""}`
  );
}

function brief(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 100 ? `${line.slice(0, 60)} … ${line.slice(-35)}` : line;
}
