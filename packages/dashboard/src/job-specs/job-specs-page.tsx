import { client } from "../live/server.ts";
import { session } from "../live/session.ts";
import { CodeBlock } from "../parts/code-block.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { Listed } from "../parts/listed.tsx";
import { useLoaded, useLookedAgain } from "../parts/load.ts";
import { RunTable } from "../parts/run-table.tsx";
import { place } from "../shell/place.ts";
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
  const { jobSpecs } = words.value;
  const cursor = place.value.query["cursor"] ?? null;
  const page = useLoaded((signal) => client.jobSpecs.list({ cursor, limit: 40, signal }), String(cursor));
  const isActive = page.value.value?.data.some(({ completedAt }) => completedAt === null) ?? false;
  useLookedAgain(page, isActive ? LOOK_AGAIN_MS : null);
  return (
    <section class="section">
      <h2>{jobSpecs.list}</h2>
      <Listed loaded={page} empty={<EmptyState icon="sheet" title={jobSpecs.empty} hint={jobSpecs.emptyHint} />}>
        {(found) => <RunTable label={jobSpecs.list} what="JobSpec" path="jobspecs" runs={found} />}
      </Listed>
    </section>
  );
}
