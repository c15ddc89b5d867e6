import { styleText } from "node:util";
import { PlanValidationError, type Issue } from "@proxx/contract";
import type { JobExplanation, PlanExplanation } from "@proxx/engine";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { formatIssues } from "../format-issues.ts";
import { formatTable } from "../format-table.ts";
import { openPlan, type PlanOptions } from "../open-plan.ts";
import { writeStdout } from "../write-stdout.ts";

/** Shows what `run-plan` would do. */
export async function plan(file: string, options: PlanOptions & { why?: boolean; json?: boolean }): Promise<ExitCode> {
  const { local, plan, issues, start } = await openPlan(file, options);
  try {
    if (issues.length > 0) return await refuse(issues, options);
    const explanation = await local.engine.explain(plan, start);
    const text = options.json
      ? `${JSON.stringify(explanation, null, 2)}\n`
      : describe(explanation, options.why ?? false);
    await writeStdout(text);
    return EXIT_CODE.success;
  } catch (error) {
    if (!(error instanceof PlanValidationError)) throw error;
    return await refuse(error.issues, options);
  } finally {
    await local.close();
  }
}

async function refuse(issues: readonly Issue[], { json }: { json?: boolean }): Promise<ExitCode> {
  const count = `${issues.length} issue${issues.length === 1 ? "" : "s"}`;
  await writeStdout(
    json
      ? `${JSON.stringify({ valid: false, issues }, null, 2)}\n`
      : `${formatIssues(issues, process.stdout)}\nNot valid: ${count}.\n`,
  );
  return EXIT_CODE.validation;
}

function describe({ jobs }: PlanExplanation, why: boolean): string {
  const paint = (format: "green" | "yellow" | "gray" | "bold", text: string) =>
    styleText(format, text, { stream: process.stdout });
  const row = (job: JobExplanation) => [
    job.outcome === "hit" ? paint("green", "HIT ") : paint("yellow", "MISS"),
    paint("bold", job.id),
    job.type,
    job.provider ?? "",
    paint("gray", notes(job)),
  ];
  const table = formatTable(jobs.map(row)).split("\n");
  const lines = jobs.flatMap((job, index) => [
    (table[index] ?? "").trimEnd(),
    ...(why ? job.why.map((reason) => `       ${reason}`) : []),
  ]);
  const lesser = jobs.flatMap(({ id, degradations }) =>
    degradations.map(({ message, hint }) => `${paint("yellow", "!")} ${paint("bold", id)} ${message}\n  → ${hint}`),
  );
  const hits = jobs.filter(({ outcome }) => outcome === "hit").length;
  const sum = `${jobs.length} job${jobs.length === 1 ? "" : "s"}: ${hits} reused, ${jobs.length - hits} to make`;
  return `${[...lines, ...(lesser.length > 0 ? ["", ...lesser] : []), "", sum].join("\n")}\n`;
}

function notes({ waitsFor, renderedBy, load }: JobExplanation): string {
  return [
    ...(renderedBy === null ? [] : [`rendered with ${renderedBy}`]),
    ...(waitsFor.length === 0 ? [] : [`after ${waitsFor.join(", ")}`]),
    ...(load === "wait" ? ["waits for the provider"] : []),
  ].join("; ");
}
