import { ProxxError } from "@proxx/contract";
import { words } from "../words/words.ts";

/** What went wrong with something that the page asked for: what it was, and what to do. */
export function FailureNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { shell, run } = words.value;
  const isKnown = error instanceof ProxxError;
  return (
    <div class="alert" role="alert">
      <h2>{isKnown ? error.message : String(error)}</h2>
      {isKnown && (
        <p>
          <strong>{run.whatToDo}:</strong> {error.hint} <code>{codeOf(error)}</code>
        </p>
      )}
      {onRetry !== undefined && (
        <div>
          <button type="button" class="button" onClick={onRetry}>
            {shell.retry}
          </button>
        </div>
      )}
    </div>
  );
}

function codeOf(error: ProxxError): string {
  const problem: unknown = Reflect.get(error, "problem");
  const said: unknown = typeof problem === "object" && problem !== null ? Reflect.get(problem, "code") : undefined;
  return typeof said === "string" ? said : error.code;
}
