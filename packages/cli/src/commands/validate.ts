import { styleText } from "node:util";
import { validateJobSpec, type ValidationReport } from "@proxx/transcode";
import { readEnvironment } from "../input/environment.ts";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { formatIssues } from "../output/format-issues.ts";
import { formatTable } from "../output/format-table.ts";
import { readDocument } from "../input/read-document.ts";
import { writeStdout } from "../output/write-stdout.ts";

export async function validate(file: string, options: { json?: boolean }): Promise<ExitCode> {
  const document = await readDocument(file);
  const report: ValidationReport =
    document.issues.length > 0
      ? { valid: false, issues: document.issues, job_id: null, fingerprint: null, engine: null, clips: [] }
      : await validateJobSpec(document.value, {
          baseDirectory: document.folder,
          toolCacheFile: readEnvironment().toolCacheFile,
        });
  await writeStdout(options.json ? `${JSON.stringify(report, null, 2)}\n` : describe(report));
  return report.valid ? EXIT_CODE.success : EXIT_CODE.validation;
}

function describe(report: ValidationReport): string {
  const count = (number: number, word: string) => `${number} ${word}${number === 1 ? "" : "s"}`;
  if (!report.valid)
    return `${formatIssues(report.issues, process.stdout)}\nNot valid: ${count(report.issues.length, "issue")}.\n`;
  const rows = report.clips.map((clip) => [clip.source_path, "→", clip.output_path, losses(clip.losses)]);
  const tick = styleText("green", "✓", { stream: process.stdout });
  return `${formatTable(rows)}\n${tick} Valid: ${count(report.clips.length, "clip")} with ${report.engine}, ${report.fingerprint}\n`;
}

function losses(entries: ValidationReport["clips"][number]["losses"]): string {
  return entries.length === 0
    ? ""
    : `(given up: ${entries.map(({ property, from, to }) => `${property} ${from} → ${to}`).join(", ")})`;
}
