import { styleText } from "node:util";
import type { JobExplanation, PlanExplanation } from "@proxx/engine";
import { abortOnSignals } from "../input/abort-on-signals.ts";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { formatTable } from "../output/format-table.ts";
import { groupDegradations, listJobs } from "../output/group-degradations.ts";
import { openPlan, type PlanOptions } from "../plan/open-plan.ts";
import { refusalIssues } from "../output/refusal-issues.ts";
import { refusePlan } from "../output/refuse-plan.ts";
import { writeStdout } from "../output/write-stdout.ts";

/** Shows what `run-plan` would do. */
export async function plan(file: string, options: PlanOptions & { why?: boolean; json?: boolean }): Promise<ExitCode> {
  const refuse = refusePlan({ stdout: options.json ? "json" : "text" });
  using signals = abortOnSignals();
  const { runtime, plan, issues, start } = await openPlan(file, options);
  try {
    if (issues.length > 0) return await refuse(issues);
    const explanation = await runtime.engine.explain(plan, { ...start, signal: signals.signal });
    const text = options.json
      ? `${JSON.stringify(explanation, null, 2)}\n`
      : describe(explanation, options.why ?? false);
    await writeStdout(text);
    return EXIT_CODE.success;
  } catch (error) {
    if (signals.signal.aborted) {
      process.stderr.write("Interrupted.\n");
      return EXIT_CODE.execution;
    }
    const issues = refusalIssues(error);
    if (issues === null) throw error;
    return await refuse(issues);
  } finally {
    await runtime.close();
  }
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
    ...(why ? job.why.map((reason) => `        ${reason}`) : []),
  ]);
  const lesser = groupDegradations(jobs.flatMap(({ degradations }) => degradations)).map(
    ({ jobIds, message, hint }) =>
      `${paint("yellow", "!")} ${paint("bold", listJobs(jobIds))}: ${message}\n  ${paint("gray", `→ ${hint}`)}`,
  );
  const hits = jobs.filter(({ outcome }) => outcome === "hit").length;
  const sum = `${jobs.length} job${jobs.length === 1 ? "" : "s"}: ${hits} reused, ${jobs.length - hits} to make`;
  return `${[...lines, ...(lesser.length > 0 ? ["", ...lesser] : []), "", sum].join("\n")}\n`;
}

function notes({ waitsFor, renderedBy, load }: JobExplanation): string {
  return [
    ...(renderedBy === null ? [] : [`rendered with ${renderedBy}`]),
    ...(waitsFor.length === 0 ? [] : [`after ${listJobs(waitsFor)}`]),
    ...(load === "wait" ? ["waits for the provider"] : []),
  ].join("; ");
}
