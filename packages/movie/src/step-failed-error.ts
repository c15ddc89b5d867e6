import { ProxxError } from "@proxx/contract";

/** What of a step failed, and why. */
export interface StepFailure {
  section: { id: string; title: string };
  /** The id of the line, where it is one. */
  narration: string | null;
  error: ProxxError;
}

/** A step that could not do all of its work. What it has done is kept: the next run makes what is missing. */
export class StepFailedError extends ProxxError {
  override readonly name = "StepFailedError";
  readonly step: string;
  readonly failures: readonly StepFailure[];

  /** `failures` has at least one; the first of them gives the code. */
  constructor(step: string, failures: readonly StepFailure[]) {
    const [first] = failures;
    if (first === undefined) throw new TypeError("Expected `failures` to name one");
    const others = failures.length - 1;
    const more = others === 0 ? "" : `, and ${others} more`;
    super(first.error.code, `${step}: ${nameOf(first)}${more}: ${first.error.message}`, {
      hint: first.error.hint,
      retryable: failures.every(({ error }) => error.retryable),
      cause: first.error,
    });
    this.step = step;
    this.failures = failures;
  }
}

function nameOf({ section, narration }: StepFailure): string {
  const place = `section \`${section.id}\` (${section.title})`;
  return narration === null ? place : `line \`${narration}\` of ${place}`;
}
