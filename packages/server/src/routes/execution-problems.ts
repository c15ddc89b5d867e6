import { printable, type Execution } from "@proxx/contract";
import { Problem } from "../http/problem.ts";

/** The same for an id that nobody was ever given and for another tenant's. */
export function executionNotFound(id: string): Problem {
  return new Problem({
    status: 404,
    code: "execution_not_found",
    title: "There is no such execution.",
    detail: `There is no execution ${printable(id, 80)}.`,
    hint: "Check the id; `GET /api/execute` lists yours.",
  });
}

export function executionEnded({ id, status }: Execution): Problem {
  return new Problem({
    status: 409,
    code: "execution_status",
    title: "The execution does not stand so that this could be done.",
    detail: `The execution ${id} is ${status}.`,
    hint: "Only what runs is cancelled; only what has failed or was cancelled is begun again.",
  });
}

export function closing(): Problem {
  return new Problem({
    status: 503,
    code: "closing",
    title: "The server is closing.",
    detail: "It takes no more work.",
    hint: "Send it again in a moment.",
    retryable: true,
    headers: { "retry-after": "5" },
  });
}
