import type { Issue } from "../messages/issue.ts";
import { describeIssues, ProxxError } from "../messages/proxx-error.ts";

/** A plan that cannot be run. `issues` names everything that is wrong with it, not only the first. */
export class PlanValidationError extends ProxxError {
  override readonly name = "PlanValidationError";
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[], message = describeIssues(issues)) {
    super("invalid_document", message, {
      hint: "Mend each issue; `proxx plan` checks again without running anything.",
    });
    this.issues = issues;
  }
}
