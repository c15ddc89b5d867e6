import { PlanValidationError, problemSchema, ProxxError, type Problem } from "@proxx/contract";
import { readErrorCode } from "../execute/execution-failure.ts";
import type { Answer } from "./send-request.ts";

/** An answer that is a refusal, as an error: what the server says of it where it does, else what its status means. */
export function answerError({ status, body }: Answer, apiUrl: string, executionId?: string): ProxxError {
  const problem = readProblem(body);
  if (problem.issues !== undefined && problem.issues.length > 0) return new PlanValidationError(problem.issues);
  const known = MEANINGS[status] ?? (status >= 500 ? BROKEN : status >= 300 && status < 400 ? ELSEWHERE : REFUSED);
  const said = problem.detail ?? problem.title;
  const unknownExecution = status === 404 && executionId !== undefined;
  return new ProxxError(
    readErrorCode(problem.code) ?? (unknownExecution ? "execution_not_found" : "server_refused"),
    said ?? `The server at ${apiUrl} ${known.message} (HTTP ${status}).`,
    { hint: problem.hint ?? known.hint, retryable: problem.retryable ?? isPassing(status) },
  );
}

/** What is no Proxx server's answer. */
export function strangeAnswer({ status }: Answer, apiUrl: string, cause?: unknown): ProxxError {
  return new ProxxError("server_refused", `What ${apiUrl} answered (HTTP ${status}) is not what a Proxx server says.`, {
    hint: "Check `apiUrl` (or PROXX_API_URL), and that server and sdk are of the same version.",
    cause,
  });
}

/** Whether the same request may be answered otherwise later. */
function isPassing(status: number): boolean {
  return status === 429 || status === 502 || status === 503 || status === 504;
}

export function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

interface Meaning {
  message: string;
  hint: string;
}

const REFUSED: Meaning = { message: "refused the request", hint: "Check `apiUrl` (or PROXX_API_URL)." };
const BROKEN: Meaning = { message: "had a fault of its own", hint: "Try again; if it stays, see the server's log." };
const ELSEWHERE: Meaning = { message: "sends elsewhere", hint: "Set `apiUrl` to the address it sends to." };
const NO_KEY: Meaning = { message: "does not accept the API key", hint: "Set `apiKey`, or PROXX_API_KEY." };
const MEANINGS: Readonly<Record<number, Meaning>> = {
  401: NO_KEY,
  403: NO_KEY,
  404: {
    message: "does not know what was asked for",
    hint: "Check `apiUrl` (or PROXX_API_URL), and the execution's id.",
  },
  413: { message: "does not take a plan so large", hint: "Split the work into several executions." },
  429: { message: "is asked too much", hint: "Try again later." },
};

function readProblem(body: unknown): Problem {
  const parsed = problemSchema.safeParse(body);
  return parsed.success ? parsed.data : {};
}
