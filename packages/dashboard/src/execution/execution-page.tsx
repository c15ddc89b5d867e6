import { RequestRefused } from "@proxx/sdk/client";
import { EmptyState } from "../parts/empty-state.tsx";
import { FailureNote } from "../parts/failure-note.tsx";
import { Icon } from "../parts/icon.tsx";
import { Tabs } from "../parts/tabs.tsx";
import { changeQuery, hrefOf, place } from "../shell/place.ts";
import { words } from "../words/words.ts";
import { Artifacts } from "./artifacts.tsx";
import { EventTable } from "./event-table.tsx";
import type { ExecutionState } from "./execution-state.ts";
import { Graph } from "./graph.tsx";
import { PlanView } from "./plan-view.tsx";
import { RunHead } from "./run-head.tsx";
import { RunNotes } from "./run-notes.tsx";
import { Timeline } from "./timeline.tsx";
import { useExecution } from "./use-execution.ts";

const TABS = ["timeline", "graph", "artifacts", "plan", "events"] as const;

export function ExecutionPage({ id }: { id: string }) {
  const state = useExecution(id);
  const { run } = words.value;
  return (
    <>
      <p class="page-head">
        <a class="mark" href={hrefOf(["executions"])}>
          <Icon name="back" />
          {run.back}
        </a>
      </p>
      <Content id={id} state={state} />
    </>
  );
}

function Content({ id, state }: { id: string; state: ExecutionState }) {
  const { run, shell } = words.value;
  const error = state.error.value;
  if (state.head.value === undefined) {
    if (error === null) return <p class="soft">{shell.loading}</p>;
    if (error instanceof RequestRefused && error.status === 404) {
      return <EmptyState icon="search" title={run.unknown} hint={run.unknownHint} />;
    }
    return <FailureNote error={error} onRetry={state.look} />;
  }
  const chosen = TABS.find((tab) => tab === place.value.query["tab"]) ?? "timeline";
  const tabs = TABS.map((name) => ({ name, word: run[name] }));
  return (
    <>
      <RunHead id={id} state={state} />
      <RunNotes state={state} />
      <Tabs label={run.tabs} tabs={tabs} chosen={chosen} onChoose={(tab) => changeQuery({ tab })}>
        {chosen === "timeline" && <Timeline state={state} />}
        {chosen === "graph" && <Graph state={state} />}
        {chosen === "artifacts" && <Artifacts state={state} />}
        {chosen === "plan" && <PlanView plan={state.plan.value} />}
        {chosen === "events" && <EventTable state={state} />}
      </Tabs>
    </>
  );
}
