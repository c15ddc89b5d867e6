import {
  JobSpecValidationError,
  PlanValidationError,
  ProxxError,
  tidyIssue,
  type Issue,
  type ProxxErrorCode,
} from "@proxx/contract";
import { Problem } from "./http/problem.ts";

/** What an error of Proxx is over HTTP; what is not listed is a fault of the server. */
const STATUS_OF_CODE: Readonly<Partial<Record<ProxxErrorCode, number>>> = {
  base_not_found: 400,
  execution_not_found: 404,
  invalid_document: 400,
  source_forbidden: 400,
  source_missing: 400,
  source_too_large: 413,
  webhook_invalid: 400,
};

/** RFC 9457: any error as an answer. What is not an error of Proxx tells a client nothing of what happened inside. */
export function errorResponse(error: unknown, about: { requestId: string; instance: string }): Response {
  const problem = asProblem(error);
  const issues = problem.issues.map(tidyIssue);
  const body = {
    type: `urn:proxx:problem:${problem.code}`,
    title: problem.title,
    status: problem.status,
    detail: problem.message,
    instance: about.instance,
    code: problem.code,
    hint: problem.hint,
    retryable: problem.retryable,
    requestId: about.requestId,
    ...(issues.length === 0 ? {} : { issues, errors: issues.map(asError) }),
  };
  return Response.json(body, {
    status: problem.status,
    headers: { ...problem.headers, "content-type": "application/problem+json" },
  });
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof PlanValidationError) {
    const { message, hint, issues } = error;
    const title = "The plan is not valid.";
    return new Problem({ status: 400, code: "invalid_document", title, detail: message, hint, issues });
  }
  if (error instanceof JobSpecValidationError) {
    const { message, hint, issues } = error;
    const title = "The JobSpec is not valid.";
    return new Problem({ status: 400, code: "invalid_document", title, detail: message, hint, issues });
  }
  if (error instanceof ProxxError && error.code === "database_unreachable") return AWAY;
  if (isOfFullDisk(error)) return FULL;
  const status = error instanceof ProxxError ? (STATUS_OF_CODE[error.code] ?? 500) : 500;
  if (!(error instanceof ProxxError) || status === 500) return FAULT;
  const { code, message, hint, retryable } = error;
  return new Problem({ status, code, title: "The request is refused.", detail: message, hint, retryable });
}

const FAULT = new Problem({
  status: 500,
  code: "internal",
  title: "The server has a fault.",
  detail: "Something went wrong that is no fault of the request.",
  hint: "See the server's log for this request's id.",
  retryable: true,
});

/** Where the database is, is the operator's to know. */
const AWAY = new Problem({
  status: 503,
  code: "database_unreachable",
  title: "The server cannot answer now.",
  detail: "Its database cannot be reached.",
  hint: "Ask again in a few seconds.",
  retryable: true,
  headers: { "retry-after": "5" },
});

function isOfFullDisk(error: unknown): boolean {
  return error instanceof Error && "code" in error && ["disk_full", "ENOSPC", "EDQUOT"].includes(String(error.code));
}

/** Which disk it is, is the operator's to know. */
const FULL = new Problem({
  status: 507,
  code: "disk_full",
  title: "The server has no room.",
  detail: "There is no room on the server's disk for this.",
  hint: "Ask again later; its operator has to make room: `proxx gc` says what may go.",
  retryable: true,
  headers: { "retry-after": "60" },
});

/** As RFC 9457 writes several in its example: a JSON pointer, and a sentence. */
function asError({ path, code, message }: Issue) {
  const steps = [...path.matchAll(/\.([A-Za-z_]\w*)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/g)];
  const keys = steps.map(([, name, index, quoted = ""]) => name ?? index ?? quoted.replaceAll(/\\(["\\])/g, "$1"));
  const escaped = keys.map((key) => key.replaceAll("~", "~0").replaceAll("/", "~1").toWellFormed());
  const pointer = escaped.map((key) => `/${encodeURIComponent(key)}`).join("");
  return { pointer: `#${pointer}`, code, detail: message };
}
