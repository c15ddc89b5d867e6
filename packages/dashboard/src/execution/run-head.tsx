import { useSignal } from "@preact/signals";
import type { ExecutionStatus } from "@proxx/contract";
import { now } from "../live/clock.ts";
import { client, serverUrl } from "../live/server.ts";
import { session } from "../live/session.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { Icon } from "../parts/icon.tsx";
import { Fact, RunCard } from "../parts/run-card.tsx";
import { ActionButton } from "../shell/action-button.tsx";
import { attempt } from "../shell/note.tsx";
import { goTo, hrefOf } from "../shell/place.ts";
import { duration } from "../words/times.ts";
import { words } from "../words/words.ts";
import { curlCommand, sdkProgram } from "./copy-as.ts";
import type { ExecutionState } from "./execution-state.ts";

export function RunHead({ id, state }: { id: string; state: ExecutionState }) {
  const isCanceling = useSignal(false);
  const head = state.head.value;
  const { run, list } = words.value;
  if (head === undefined) return null;
  const { status, progress, completedJobs, totalJobs, createdAt, completedAt, etaSeconds, baseExecutionId } = head;
  const shown = isCanceling.value && completedAt === null ? "canceling" : status;
  const tookMs = (completedAt === null ? now.value : Date.parse(completedAt)) - Date.parse(createdAt);
  const cancel = () =>
    attempt(run.cancelled, async () => {
      isCanceling.value = true;
      await client.executions.cancel(id).catch((error: unknown) => {
        isCanceling.value = false;
        throw error;
      });
      state.look();
    });
  return (
    <RunCard
      state={shown}
      title={id}
      progress={progress}
      createdAt={createdAt}
      actions={
        <Actions id={id} status={status} state={state} isCanceling={isCanceling.value} onCancel={() => void cancel()} />
      }
    >
      <Fact name={list.jobs}>{list.jobsDone(completedJobs, totalJobs)}</Fact>
      <Fact name={run.took}>
        {duration(tookMs)}
        {etaSeconds !== null && completedAt === null && ` · ${run.left(duration(etaSeconds * 1000))}`}
      </Fact>
      {baseExecutionId !== null && (
        <Fact name={run.retriesOf}>
          <a class="mono" href={hrefOf(["executions", baseExecutionId])}>
            {baseExecutionId}
          </a>
        </Fact>
      )}
    </RunCard>
  );
}

interface ActionsProps {
  id: string;
  status: ExecutionStatus;
  state: ExecutionState;
  isCanceling: boolean;
  onCancel: () => void;
}

function Actions({ id, status, state, isCanceling, onCancel }: ActionsProps) {
  const { run, copy } = words.value;
  const isActive = status === "pending" || status === "processing";
  const planOf = () => state.plan.peek() ?? { jobs: [] };
  const retry = async () => {
    const { executionId } = await client.executions.retry(id);
    goTo(["executions", executionId]);
  };
  return (
    <div class="actions">
      {isActive && (
        <button type="button" class="button danger" disabled={isCanceling} onClick={onCancel}>
          <Icon name="stop" />
          {run.cancel}
        </button>
      )}
      {(status === "failed" || status === "cancelled") && (
        <ActionButton word={run.retry} icon="again" look="main-action" title={run.retryAsks} does={retry} />
      )}
      <CopyButton
        label={copy.curl}
        text={() => curlCommand(serverUrl, planOf(), session.peek().needsKey === true)}
        isQuiet
      />
      <CopyButton label={copy.sdk} text={() => sdkProgram(serverUrl, planOf())} isQuiet />
    </div>
  );
}
