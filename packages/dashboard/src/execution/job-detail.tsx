import { Fact } from "../parts/run-card.tsx";
import { StateMark } from "../parts/state-mark.tsx";
import { changeQuery } from "../shell/place.ts";
import { words } from "../words/words.ts";
import { ArtifactFigure } from "./artifact-figure.tsx";
import type { ExecutionState } from "./execution-state.ts";
import { stateOf } from "./job-standing.ts";

/** One job, whole: what it was asked for, what went wrong, what it ran and made. */
export function JobDetail({ state, id }: { state: ExecutionState; id: string }) {
  const { run } = words.value;
  const job = state.jobOf(id).value;
  const planned = state.plan.value?.jobs.find((one) => one.id === id);
  const { type, error, provider, outputs, transcript, commands } = job;
  return (
    <section class="card detail" aria-label={`${run.job} ${id}`}>
      <div class="run-title">
        <StateMark state={stateOf(job)} pill />
        <h2 class="mono grow">{id}</h2>
        <button type="button" class="button quiet" onClick={() => changeQuery({ job: null })}>
          {run.close}
        </button>
      </div>
      <dl class="facts">
        <Fact name={run.job}>
          <span class="mono">{type}</span>
        </Fact>
        {provider !== null && (
          <Fact name={run.provider}>
            <span class="mono">{provider}</span>
          </Fact>
        )}
        {(planned?.dependsOn ?? []).length > 0 && (
          <Fact name={run.inputs}>
            <span class="mono">{planned?.dependsOn?.join(", ")}</span>
          </Fact>
        )}
      </dl>
      {error !== null && (
        <div class="alert">
          <h2>{error.message}</h2>
          <p>
            <strong>{run.whatToDo}:</strong> {error.hint} <code>{error.code}</code>
          </p>
        </div>
      )}
      {outputs.length > 0 && (
        <div class="files">
          {outputs.map((artifact) => (
            <ArtifactFigure key={artifact.sha256} artifact={artifact} beside={outputs} name={id} />
          ))}
        </div>
      )}
      {transcript !== null && (
        <details>
          <summary>{run.transcript}</summary>
          <p lang={transcript.language ?? undefined}>{transcript.text}</p>
        </details>
      )}
      {planned !== undefined && <pre class="soft">{JSON.stringify(planned.params, null, 2)}</pre>}
      {commands.length > 0 && (
        <details>
          <summary>
            {run.commands} ({commands.length})
          </summary>
          {commands.map(({ argv, seconds, exitCode }, index) => (
            <pre key={index} class="soft" style={{ whiteSpace: "pre-wrap" }}>
              {argv.join(" ")} · {seconds.toFixed(2)} s · {exitCode ?? "—"}
            </pre>
          ))}
        </details>
      )}
    </section>
  );
}
