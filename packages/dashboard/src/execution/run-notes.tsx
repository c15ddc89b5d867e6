import { changeQuery } from "../shell/place.ts";
import { words } from "../words/words.ts";
import type { ExecutionState } from "./execution-state.ts";

/** What went wrong, and what was done in a lesser way, before anything else is looked at. */
export function RunNotes({ state }: { state: ExecutionState }) {
  const { run } = words.value;
  const error = state.head.value?.error ?? null;
  const degradations = state.head.value?.degradations ?? [];
  if (error === null && degradations.length === 0) return null;
  const { jobId = null } = error ?? {};
  return (
    <div class="stack" style={{ marginBottom: "1rem" }}>
      {error !== null && (
        <section class="alert">
          <h2>
            {run.failure}: {error.message}
          </h2>
          <p>
            <strong>{run.whatToDo}:</strong> {error.hint}
          </p>
          <p class="small soft">
            <code>{error.code}</code>
            {error.retryable && ` · ${run.passing}`}
            {jobId !== null && (
              <>
                {" · "}
                {run.job}{" "}
                <button type="button" class="button quiet mono" onClick={() => changeQuery({ tab: null, job: jobId })}>
                  {jobId}
                </button>
              </>
            )}
          </p>
        </section>
      )}
      {degradations.length > 0 && (
        <details class="alert mild">
          <summary>
            {run.degraded} ({degradations.length})
          </summary>
          <ul class="stack">
            {degradations.map(({ jobId: job, code, message, hint }) => (
              <li key={`${job} ${code} ${message}`}>
                <strong class="mono">{job}</strong>: {message} <span class="soft">{hint}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
