import { PlanValidationError, ProxxError, type Issue } from "@proxx/contract";

/** Where a source stands in a plan, as the engine's messages about sources name it. */
const PLACE = /\$\.jobs\[\d+\]\.params(?:\.[A-Za-z_]\w*|\[(?:\d+|"(?:[^"\\]|\\.)*")\])*/;

/** What is wrong with a plan, or with a source that it names; null where the error is about neither. */
export function refusalIssues(error: unknown): readonly Issue[] | null {
  if (error instanceof PlanValidationError) return error.issues;
  if (!(error instanceof ProxxError)) return null;
  const [path] = PLACE.exec(error.message) ?? [];
  if (path === undefined) return null;
  const { code, hint, message } = error;
  return [{ path, code, message: message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message, hint }];
}
