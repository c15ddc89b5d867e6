import { isPlainObject, ProxxError, type Issue, type Problem } from "@proxx/contract";
import type { Answer } from "../client/send-request.ts";
import { readErrorCode } from "../execute/execution-failure.ts";

/** A request that the server did not do. `problem` is all that it says of that; `problem.code` is what to branch on. */
export class RequestRefused extends ProxxError {
  override readonly name = "RequestRefused";
  /** Of HTTP. */
  readonly status: number;
  readonly problem: Problem;
  readonly issues: readonly Issue[];

  constructor({ status, body }: Answer, url: string) {
    const problem = isPlainObject(body) ? (body as Problem) : {};
    super(
      readErrorCode(problem.code) ?? "server_refused",
      problem.detail ?? problem.title ?? `The server at ${url} answered with HTTP ${status}.`,
      {
        hint: problem.hint ?? (status >= 500 ? "Try again; if it stays, see the server's log." : "Check the address."),
        retryable: problem.retryable ?? (status === 429 || status >= 502),
      },
    );
    this.status = status;
    this.problem = problem;
    this.issues = problem.issues ?? [];
  }
}

export function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}
