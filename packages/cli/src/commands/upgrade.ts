import { ProxxError } from "@proxx/contract";
import { checkDocument, upgradeJobSpec } from "@proxx/transcode";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { formatIssues } from "../output/format-issues.ts";
import { readDocument } from "../input/read-document.ts";
import { writeStdout } from "../output/write-stdout.ts";

export async function upgrade(file: string): Promise<ExitCode> {
  const document = await readDocument(file);
  const { value } = document;
  if (document.issues.length > 0) {
    process.stderr.write(formatIssues(document.issues, process.stderr));
    return EXIT_CODE.validation;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ProxxError("invalid_document", "A JobSpec is a JSON object.", {
      hint: "Name the JSON file of an older JobSpec.",
    });
  }
  const { spec, changes } = upgradeJobSpec(value as Record<string, unknown>);
  await writeStdout(`${JSON.stringify(spec, null, 2)}\n`);
  process.stderr.write(
    changes.length === 0
      ? "Nothing to change: it is 1.0.0 already.\n"
      : changes.map((change) => `• ${change}\n`).join(""),
  );
  const { issues } = checkDocument(spec);
  if (issues.length === 0) return EXIT_CODE.success;
  process.stderr.write(`\nWhat only you can decide:\n${formatIssues(issues, process.stderr)}`);
  return EXIT_CODE.validation;
}
