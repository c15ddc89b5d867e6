import { FIGURES, type Figure } from "./figures.ts";
import type { TortureReport } from "./run-torture.ts";

/** The figures in words, and for each round that violated something how to run it again. */
export function describeReport(report: TortureReport): string {
  const { rounds, seed, seconds, specs, kills, disk_faults, recovered } = report;
  const lines = [
    `${rounds} rounds, seed ${seed}, ${seconds} s: ${specs} specs, ${kills} runners killed, ${disk_faults} disk faults, ${recovered} specs recovered`,
    `killed at: ${Object.entries(report.kills_at)
      .map(([name, count]) => `${name} ${count}`)
      .join(", ")}`,
    "",
    ...Object.entries(FIGURES).map(
      ([figure, words]) => `${String(report.figures[figure as Figure]).padStart(5)}  ${words}`,
    ),
  ];
  for (const { seed, folder, story, violations } of report.violated) {
    lines.push(
      "",
      `round ${seed}: again with \`npm run torture -- watch --rounds 1 --seed ${seed}\`; its folder is ${folder}`,
    );
    lines.push(...story.map((line) => `    ${line}`));
    lines.push(...violations.map(({ figure, detail }) => `  ✗ ${FIGURES[figure]}: ${detail}`));
  }
  return `${lines.join("\n")}\n`;
}
