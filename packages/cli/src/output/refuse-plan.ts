import type { Issue } from "@proxx/contract";
import { readEnvironment } from "../input/environment.ts";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { formatIssues } from "./format-issues.ts";
import { createLog } from "./log.ts";
import type { RemarkForm } from "./tell-remark.ts";
import { writeStdout } from "./write-stdout.ts";

export interface RefusalForm {
  /** A report for people, or the issues as JSON. */
  stdout: "text" | "json";
  /** @default nothing is said there */
  stderr?: RemarkForm;
}

/** Says everything that is wrong, before anything has run; gives the exit code for it. */
export function refusePlan({ stdout, stderr }: RefusalForm): (issues: readonly Issue[]) => Promise<ExitCode> {
  return async (issues) => {
    const count = `${issues.length} issue${issues.length === 1 ? "" : "s"}`;
    if (stderr === "terminal")
      process.stderr.write(`${formatIssues(issues, process.stderr)}Nothing was run: ${count}.\n`);
    else if (stderr !== undefined) {
      const log = createLog(readEnvironment().logLevel, { json: stderr === "json" });
      log.error(`Nothing was run: ${count}.\n${formatIssues(issues, process.stderr)}`.trimEnd());
    }
    await writeStdout(
      stdout === "json"
        ? `${JSON.stringify({ valid: false, issues }, null, 2)}\n`
        : `${formatIssues(issues, process.stdout)}\nNot valid: ${count}.\n`,
    );
    const isUnreadable = issues.some(({ code }) => code === "document_unreadable");
    return isUnreadable ? EXIT_CODE.system : EXIT_CODE.validation;
  };
}
