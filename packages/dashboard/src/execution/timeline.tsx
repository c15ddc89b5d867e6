import type { ReadonlySignal } from "@preact/signals";
import type { Job } from "@proxx/contract";
import { now } from "../live/clock.ts";
import { StateMark, toneOf } from "../parts/state-mark.tsx";
import { changeQuery, place } from "../shell/place.ts";
import { duration } from "../words/times.ts";
import { words } from "../words/words.ts";
import type { ExecutionState } from "./execution-state.ts";
import { JobDetail } from "./job-detail.tsx";
import { stateOf } from "./job-standing.ts";

/** What ran when, on one scale for all jobs. */
export function Timeline({ state }: { state: ExecutionState }) {
  const head = state.head.value;
  const chosen = place.value.query["job"];
  if (head === undefined) return null;
  const from = Date.parse(head.createdAt);
  const to = head.completedAt === null ? now.value : Date.parse(head.completedAt);
  const ids = state.jobIds.value;
  return (
    <div class="stack">
      <div class="card timeline">
        {ids.map((id) => (
          <TimeRow key={id} job={state.jobOf(id)} from={from} to={Math.max(to, from + 1)} isChosen={id === chosen} />
        ))}
      </div>
      {chosen !== undefined && ids.includes(chosen) && <JobDetail state={state} id={chosen} />}
    </div>
  );
}

interface TimeRowProps {
  job: ReadonlySignal<Job>;
  /** Milliseconds since 1970. */
  from: number;
  to: number;
  isChosen: boolean;
}

function TimeRow({ job, from, to, isChosen }: TimeRowProps) {
  const { id, type, progress, message, startedAt, completedAt, reused, renderedBy } = job.value;
  const { run } = words.value;
  const standing = stateOf(job.value);
  const start = startedAt === null ? null : Date.parse(startedAt);
  const end = completedAt === null ? to : Date.parse(completedAt);
  const share = (ms: number) => `${(Math.min(1, Math.max(0, ms / (to - from))) * 100).toFixed(2)}%`;
  const note = reused
    ? run.reused
    : renderedBy !== null
      ? run.renderedBy(renderedBy)
      : completedAt === null
        ? message
        : null;
  return (
    <button
      type="button"
      class="time-row"
      data-tone={toneOf(standing)}
      aria-pressed={isChosen}
      onClick={() => changeQuery({ job: isChosen ? null : id })}
    >
      <span class="time-name">
        <StateMark state={standing} bare />
        <span>
          <span class="cut mono">{id}</span>
          <span class="cut soft small">
            {type}
            {note !== null && note !== "" && ` · ${note}`}
          </span>
        </span>
      </span>
      <span class="lane" aria-hidden="true">
        {start !== null && <span class="waited" style={{ left: "0%", width: share(start - from) }} />}
        {start !== null && <span class="ran" style={{ left: share(start - from), width: share(end - start) }} />}
      </span>
      <span class="small numbers soft">
        {start === null ? run.notStarted : duration(end - start)}
        {standing === "processing" && ` · ${Math.floor(progress)} %`}
      </span>
    </button>
  );
}
