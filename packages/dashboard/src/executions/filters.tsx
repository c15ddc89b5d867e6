import type { ExecutionCounts, ExecutionStatus } from "@proxx/contract";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../parts/icon.tsx";
import { StateIcon, toneOf } from "../parts/state-mark.tsx";
import { EXECUTION_STATES } from "../parts/states-of.ts";
import { changeQuery } from "../shell/place.ts";
import { words } from "../words/words.ts";
import { DayFilter } from "./day-filter.tsx";
import type { Filter } from "./executions-list.ts";

const TYPING_MS = 250;

/** They stand in the address, so that a list can be kept, sent and come back to. */
export function Filters({ filter, counts }: { filter: Filter; counts: ExecutionCounts | undefined }) {
  const { list, states } = words.value;
  return (
    <div class="filters">
      <div class="chips" role="group" aria-label={list.status}>
        <button
          type="button"
          class="chip"
          aria-pressed={filter.status === null}
          onClick={() => changeQuery({ status: null, cursor: null })}
        >
          {list.all}
        </button>
        {EXECUTION_STATES.map((status) => (
          <button
            key={status}
            type="button"
            class="chip"
            data-tone={toneOf(status)}
            aria-pressed={filter.status === status}
            onClick={() => changeQuery({ status: filter.status === status ? null : status, cursor: null })}
          >
            <StateIcon state={status} />
            {states[status]} {counts !== undefined && <span class="count numbers">{countOf(counts, status)}</span>}
          </button>
        ))}
      </div>
      <DayFilter days={filter} />
      <Search text={filter.search} />
    </div>
  );
}

/** As far as they were counted. */
function countOf({ counts, most }: ExecutionCounts, status: ExecutionStatus): string {
  const count = counts[status];
  return count < most ? String(count) : `${most}+`;
}

function Search({ text }: { text: string }) {
  const { list } = words.value;
  const field = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.isComposing || isField(event.target)) return;
      event.preventDefault();
      field.current?.focus();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  // What is typed leads; what was cleared elsewhere is followed.
  useEffect(() => {
    const input = field.current;
    if (input !== null && input !== document.activeElement) input.value = text;
  }, [text]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onInput = (value: string) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => changeQuery({ q: value.trim(), cursor: null }), TYPING_MS);
  };
  return (
    <label class="search" title={list.searchKey}>
      <span class="hidden-text">{list.search}</span>
      <Icon name="search" />
      <input
        ref={field}
        class="field"
        type="search"
        placeholder={list.search}
        defaultValue={text}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
    </label>
  );
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
