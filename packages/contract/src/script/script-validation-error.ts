import type { Issue } from "../messages/issue.ts";
import { describeIssues, ProxxError } from "../messages/proxx-error.ts";

/** A script that no movie can be made of. `issues` names everything that is wrong with it, not only the first. */
export class ScriptValidationError extends ProxxError {
  override readonly name = "ScriptValidationError";
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[], message = describeIssues(issues)) {
    super("invalid_document", message, { hint: "Mend each issue; `proxx schema script` shows what a script takes." });
    this.issues = issues;
  }
}
