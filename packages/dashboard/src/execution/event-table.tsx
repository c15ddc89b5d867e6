import type { RunEvent } from "@proxx/contract";
import { changeQuery, place } from "../shell/place.ts";
import { clockTime, exactTime } from "../words/times.ts";
import { words } from "../words/words.ts";
import type { ExecutionState } from "./execution-state.ts";

const MAX_SHOWN = 1000;

/** What happened, in order: of all jobs, or of the one that is chosen. */
export function EventTable({ state }: { state: ExecutionState }) {
  const { run } = words.value;
  const chosen = place.value.query["job"];
  const all = state.events.value.filter(({ event }) => chosen === undefined || jobOf(event) === chosen);
  const shown = all.slice(-MAX_SHOWN);
  return (
    <div class="stack">
      {chosen !== undefined && (
        <div>
          <button type="button" class="chip" aria-pressed="true" onClick={() => changeQuery({ job: null })}>
            {chosen} ×
          </button>
        </div>
      )}
      {shown.length < all.length && <p class="soft small">{run.earlier(all.length - shown.length)}</p>}
      <div class="card scroller" tabIndex={0} role="region" aria-label={run.events}>
        <table class="table">
          <thead>
            <tr>
              <th>#</th>
              <th>{run.time}</th>
              <th>{run.event}</th>
              <th>{run.job}</th>
              <th>{run.details}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ sequence, event }) => (
              <tr key={sequence} data-sequence={sequence}>
                <td class="numbers soft">{sequence}</td>
                <td class="numbers" title={exactTime(event.time)}>
                  {clockTime(event.time)}
                </td>
                <td class="mono">{event.type}</td>
                <td class="mono">{jobOf(event) ?? ""}</td>
                <td class="small">{detailsOf(event)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function jobOf(event: RunEvent): string | null {
  return "jobId" in event ? event.jobId : null;
}

function detailsOf(event: RunEvent): string {
  switch (event.type) {
    case "job-hit":
    case "job-missed":
      return event.why.join(" ");
    case "job-ended":
      return [event.status, `${event.seconds.toFixed(2)} s`, event.error?.message ?? ""].filter(Boolean).join(" · ");
    case "execution-ended":
      return [event.status, event.error?.message ?? ""].filter(Boolean).join(" · ");
    case "execution-progress":
      return [`${event.progress.toFixed(0)} %`, event.message ?? ""].filter(Boolean).join(" · ");
    case "artifact-stored":
      return `${event.artifact.mediaType} · ${event.artifact.sha256.slice(0, 12)}`;
    case "job-started":
      return [event.jobType, event.provider ?? "", event.attempt > 1 ? `#${event.attempt}` : ""]
        .filter(Boolean)
        .join(" · ");
    case "provider-asked":
    case "provider-answered":
      return `${event.provider} · ${event.model}`;
    default:
      return "";
  }
}
