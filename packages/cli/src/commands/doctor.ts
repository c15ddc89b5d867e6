import { styleText } from "node:util";
import type { Finding } from "@proxx/contract";
import { examineMachine, PROXX_VERSION } from "@proxx/transcode";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { formatTable } from "../output/format-table.ts";
import { writeStdout } from "../output/write-stdout.ts";

export async function doctor(options: { json?: boolean }): Promise<ExitCode> {
  const findings = await examineMachine();
  const healthy = findings.every(({ state }) => state !== "missing");
  if (options.json)
    await writeStdout(`${JSON.stringify({ healthy, proxx_version: PROXX_VERSION, findings }, null, 2)}\n`);
  else await writeStdout(describe(findings, healthy));
  return healthy ? EXIT_CODE.success : EXIT_CODE.validation;
}

function describe(findings: readonly Finding[], healthy: boolean): string {
  const mark = {
    ok: styleText("green", "✓", { stream: process.stdout }),
    missing: styleText("red", "✗", { stream: process.stdout }),
    optional: styleText("yellow", "–", { stream: process.stdout }),
  };
  const table = formatTable(findings.map(({ name, state, found }) => [mark[state], name, found]));
  const mends = findings.flatMap(({ name, mend }) => (mend === null ? [] : [`→ ${name.trim()}: ${mend}`]));
  const verdict = healthy ? "Proxx can work here." : "Proxx cannot work here yet.";
  return `${table}\n${mends.length > 0 ? `\n${mends.join("\n")}\n` : ""}\n${verdict}\n`;
}
