import type { ReadonlySignal } from "@preact/signals";
import type { ExecutionSummary } from "@proxx/contract";
import { now } from "../live/clock.ts";
import { ProgressBar } from "../parts/progress-bar.tsx";
import { RelativeTime } from "../parts/relative-time.tsx";
import { StateMark, toneOf } from "../parts/state-mark.tsx";
import { hrefOf } from "../shell/place.ts";
import { duration } from "../words/times.ts";
import { words } from "../words/words.ts";
import { TickBox } from "./chosen-executions.tsx";

export function ExecutionRow({ row }: { row: ReadonlySignal<ExecutionSummary> }) {
  const { id, status, progress, totalJobs, completedJobs, jobTypes, error, createdAt, completedAt } = row.value;
  const { list } = words.value;
  const done = list.jobsDone(completedJobs, totalJobs);
  return (
    <div class="row" role="row">
      <span role="cell" class="state">
        <TickBox ids={[id]} label={`${list.choose} ${id}`} />
        <StateMark state={status} />
      </span>
      <span role="cell" class="what">
        <a class="cut" href={hrefOf(["executions", id])}>
          {jobTypes.includes("renderMovie") ? words.value.movies.movie : countedTypes(jobTypes)}
        </a>
        <span class="cut soft small">
          <span class="mono">{id}</span>
          {error !== null && ` · ${error.message}`}
        </span>
      </span>
      <span role="cell" class="jobs numbers" data-tone={toneOf(status)}>
        <span class="soft">{done}</span>
        {completedAt === null && <ProgressBar value={progress} label={done} />}
      </span>
      <span role="cell" class="small">
        <RelativeTime time={createdAt} />
      </span>
      <span role="cell" class="small right numbers soft">
        {duration((completedAt === null ? now.value : Date.parse(completedAt)) - Date.parse(createdAt))}
      </span>
    </div>
  );
}

/** `generate ×2, merge`. */
function countedTypes(types: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => (count === 1 ? type : `${type} ×${count}`)).join(", ");
}
