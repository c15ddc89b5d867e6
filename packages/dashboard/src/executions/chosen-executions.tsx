/** Executions of the list that are chosen, and what can be done with all of them at once: each by itself, told one by one. */
import { computed, signal } from "@preact/signals";
import type { ExecutionSummary } from "@proxx/contract";
import type { ComponentChildren } from "preact";
import { client } from "../live/server.ts";
import { Icon, type IconName } from "../parts/icon.tsx";
import { useAction } from "../parts/use-action.ts";
import { words } from "../words/words.ts";
import type { ExecutionsList } from "./executions-list.ts";

const chosen = signal<ReadonlySet<string>>(new Set());

interface Undone {
  readonly id: string;
  readonly why: string;
}
const undone = signal<readonly Undone[]>([]);

function choose(ids: readonly string[], isChosen: boolean): void {
  const now = new Set(chosen.peek());
  for (const id of ids) {
    if (isChosen) now.add(id);
    else now.delete(id);
  }
  chosen.value = now;
}

interface TickBoxProps {
  ids: readonly string[];
  label: string;
  /** What stands beside it, and is ticked with it. */
  children?: ComponentChildren;
}

/** A box to tick, large enough for a finger. */
export function TickBox({ ids, label, children }: TickBoxProps) {
  return (
    <label class="tick">
      <input
        type="checkbox"
        aria-label={label}
        checked={ids.every((id) => chosen.value.has(id))}
        onChange={({ currentTarget }) => choose(ids, currentTarget.checked)}
      />
      {children}
    </label>
  );
}

/** Those that are not shown any more are chosen no longer. */
export function ChosenExecutions({ list: { order, rowOf } }: { list: Pick<ExecutionsList, "order" | "rowOf"> }) {
  const { list, run } = words.value;
  const ids = (order.value ?? []).filter((id) => chosen.value.has(id));
  const all = ids.map((id) => rowOf(id).value);
  const active = all.filter(({ completedAt }) => completedAt === null);
  const failed = all.filter(({ status }) => status === "failed" || status === "cancelled");
  if (all.length === 0 && undone.value.length === 0) return null;
  return (
    <div class="card chosen" role="group" aria-label={list.chosen(all.length)}>
      <span class="small">{list.chosen(all.length)}</span>
      <DoToAll
        icon="stop"
        word={`${run.cancel} (${active.length})`}
        ids={active}
        does={(id) => client.executions.cancel(id)}
      />
      <DoToAll
        icon="again"
        word={`${run.retry} (${failed.length})`}
        ids={failed}
        does={(id) => client.executions.retry(id)}
      />
      <button type="button" class="button quiet" onClick={forget}>
        {list.unchoose}
      </button>
      {undone.value.length > 0 && (
        <ul class="small" role="alert">
          {undone.value.map(({ id, why }) => (
            <li key={id}>
              <span class="mono">{id}</span>: {why}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface DoToAllProps {
  icon: IconName;
  word: string;
  ids: readonly ExecutionSummary[];
  does: (id: string) => Promise<unknown>;
}

function DoToAll({ icon, word, ids, does }: DoToAllProps) {
  const { isBusy, perform } = useAction();
  const doAll = async () => {
    undone.value = [];
    for (const { id } of ids) {
      await does(id).then(
        () => choose([id], false),
        (error: unknown) => {
          undone.value = [...undone.peek(), { id, why: error instanceof Error ? error.message : String(error) }];
        },
      );
    }
  };
  return (
    <button
      type="button"
      class="button"
      disabled={ids.length === 0 || isBusy.value}
      onClick={() => void perform(doAll)}
    >
      <Icon name={icon} />
      {word}
    </button>
  );
}

function forget(): void {
  chosen.value = new Set();
  undone.value = [];
}

/** While somebody chooses, nothing is put above what is chosen from. */
export const isChoosing = computed(() => chosen.value.size > 0);
