import type { RunJob } from "@proxx/contract";
import { client } from "../live/server.ts";
import { FailureNote } from "../parts/failure-note.tsx";
import { Icon } from "../parts/icon.tsx";
import { useLoaded, useLookedAgain } from "../parts/load.ts";
import { Fact, RunCard } from "../parts/run-card.tsx";
import { ActionButton } from "../shell/action-button.tsx";
import { hrefOf } from "../shell/place.ts";
import { words } from "../words/words.ts";
import { ClipCard } from "./clip-card.tsx";

const LOOK_AGAIN_MS = 1000;

/** One JobSpec: how far it is, and for each clip what was verified. */
export function JobSpecPage({ id }: { id: string }) {
  const { jobSpecs, run, shell } = words.value;
  const loaded = useLoaded((signal) => client.jobSpecs.get(id, { signal }), id);
  const job = loaded.value.value;
  const isActive = job !== undefined && job.completedAt === null;
  useLookedAgain(loaded, isActive ? LOOK_AGAIN_MS : null);
  const clips = job?.result?.clips ?? [];
  const issues = job?.result?.validation_issues ?? [];
  return (
    <>
      <p class="page-head">
        <a class="mark" href={hrefOf(["jobspecs"])}>
          <Icon name="back" />
          {jobSpecs.list}
        </a>
      </p>
      {loaded.error.value !== null && <FailureNote error={loaded.error.value} onRetry={loaded.look} />}
      {job === undefined && loaded.error.value === null && <p class="soft">{shell.loading}</p>}
      {job !== undefined && <JobHead job={job} onChange={loaded.look} />}
      {issues.length > 0 && (
        <section class="section issues">
          {issues.map(({ path, code, message, hint }) => (
            <div key={`${path} ${code} ${message}`} class="issue">
              <code>{path}</code>
              <p>{message}</p>
              <p class="soft">
                {run.whatToDo}: {hint}
              </p>
            </div>
          ))}
        </section>
      )}
      {clips.length > 0 && (
        <section class="section">
          <h2>{jobSpecs.clips}</h2>
          {clips.map((clip) => (
            <ClipCard key={clip.source_path} clip={clip} />
          ))}
        </section>
      )}
    </>
  );
}

function JobHead({ job, onChange }: { job: RunJob; onChange: () => void }) {
  const { run, jobSpecs } = words.value;
  const { id, status, progress, createdAt, completedAt, result } = job;
  const cancel = async () => {
    await client.jobSpecs.cancel(id);
    onChange();
  };
  return (
    <RunCard
      state={status}
      title={result?.job_id ?? id}
      progress={progress}
      createdAt={createdAt}
      actions={
        completedAt === null && (
          <ActionButton word={run.cancel} deed={run.cancelled} icon="stop" look="danger" does={cancel} />
        )
      }
    >
      {result !== null && (
        <Fact name={jobSpecs.clips}>
          {result.successful_clips} / {result.total_clips}
        </Fact>
      )}
    </RunCard>
  );
}
