import { client } from "../live/server.ts";
import { session } from "../live/session.ts";
import { CodeBlock } from "../parts/code-block.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { FailureNote } from "../parts/failure-note.tsx";
import { useLoaded, useLookedAgain } from "../parts/load.ts";
import { ProgressBar } from "../parts/progress-bar.tsx";
import { RelativeTime } from "../parts/relative-time.tsx";
import { StateMark } from "../parts/state-mark.tsx";
import { changeQuery, hrefOf, place } from "../shell/place.ts";
import { words } from "../words/words.ts";
import { JobSpecEditor } from "./job-spec-editor.tsx";

const LOOK_AGAIN_MS = 1500;

export function JobSpecsPage() {
  const { pages, jobSpecs } = words.value;
  if (session.value.runsJobSpecs !== true) {
    return (
      <>
        <div class="page-head">
          <h1>{pages.jobSpecs}</h1>
        </div>
        <div class="card">
          <EmptyState icon="sheet" title={jobSpecs.closed} hint={jobSpecs.closedHint}>
            <CodeBlock title="Terminal" text="proxx serve --media-root /mnt/media" />
          </EmptyState>
        </div>
      </>
    );
  }
  return (
    <>
      <div class="page-head">
        <h1>{pages.jobSpecs}</h1>
      </div>
      <section class="section">
        <h2>{jobSpecs.title}</h2>
        <p class="soft">{jobSpecs.hint}</p>
        <JobSpecEditor />
      </section>
      <JobSpecList />
    </>
  );
}

function JobSpecList() {
  const { jobSpecs, list, run } = words.value;
  const cursor = place.value.query["cursor"] ?? null;
  const page = useLoaded((signal) => client.jobSpecs.list({ cursor, limit: 40, signal }), String(cursor));
  const found = page.value.value;
  const isActive = found?.data.some(({ completedAt }) => completedAt === null) ?? false;
  useLookedAgain(page, isActive ? LOOK_AGAIN_MS : null);
  return (
    <section class="section">
      <h2>{jobSpecs.list}</h2>
      {page.error.value !== null && <FailureNote error={page.error.value} onRetry={page.look} />}
      {found?.data.length === 0 && <EmptyState icon="sheet" title={jobSpecs.empty} hint={jobSpecs.emptyHint} />}
      {found !== undefined && found.data.length > 0 && (
        <div class="card scroller" tabIndex={0} role="region" aria-label={jobSpecs.list}>
          <table class="table">
            <thead>
              <tr>
                <th>{list.status}</th>
                <th>JobSpec</th>
                <th>{run.progress}</th>
                <th>{list.started}</th>
              </tr>
            </thead>
            <tbody>
              {found.data.map(({ id, status, progress, createdAt }) => (
                <tr key={id}>
                  <td>
                    <StateMark state={status} />
                  </td>
                  <td>
                    <a class="mono" href={hrefOf(["jobspecs", id])}>
                      {id}
                    </a>
                  </td>
                  <td style={{ minWidth: "8rem" }}>
                    <ProgressBar value={progress} label={run.progress} />
                  </td>
                  <td>
                    <RelativeTime time={createdAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {found?.hasMore === true && (
        <div class="paging">
          <button type="button" class="button" onClick={() => changeQuery({ cursor: found.nextCursor })}>
            {list.older}
          </button>
        </div>
      )}
    </section>
  );
}
