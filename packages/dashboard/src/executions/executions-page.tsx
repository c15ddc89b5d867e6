import { useEffect } from "preact/hooks";
import { onNews } from "../live/news.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { FailureNote } from "../parts/failure-note.tsx";
import { Paging } from "../parts/paging.tsx";
import { changeQuery, place } from "../shell/place.ts";
import { words } from "../words/words.ts";
import { ChosenExecutions, isChoosing, TickBox } from "./chosen-executions.tsx";
import { createExecutionsList, readFilter } from "./executions-list.ts";
import { createCounts } from "./execution-counts.ts";
import { ExecutionRow } from "./execution-row.tsx";
import { Filters } from "./filters.tsx";
import { FirstExecution } from "./first-execution.tsx";

/** It outlives its page, so that whoever comes back finds it as it was, at once. */
const list = createExecutionsList();

const counted = createCounts();

/** Asks for the list before it is known who asks: where it is the first thing to be seen, neither waits for the other. */
export function beginExecutions(): void {
  const { path, query } = place.peek();
  if (path.length === 0 || (path[0] === "executions" && path.length === 1)) list.begin(readFilter(query));
}

export function ExecutionsPage() {
  const filter = readFilter(place.value.query);
  const { status, search, cursor, from, to } = filter;
  useEffect(() => onNews(list.hear), []);
  useEffect(() => onNews(counted.hear), []);
  useEffect(() => list.load(filter), [status, search, cursor, from, to]);
  useEffect(() => counted.load(filter), [from, to]);
  const { pages, list: said } = words.value;
  return (
    <>
      <div class="page-head">
        <h1>{pages.executions}</h1>
      </div>
      <Filters filter={filter} counts={counted.counts.value} />
      {list.error.value !== null && <FailureNote error={list.error.value} onRetry={list.look} />}
      <ChosenExecutions list={list} />
      <Rows isFiltered={[status, cursor, from, to].some((one) => one !== null) || search !== ""} />
      <Paging next={list.nextCursor.value} word={search === "" ? said.older : said.further}>
        {search !== "" && <span class="soft small">{said.searchedTo}</span>}
      </Paging>
    </>
  );
}

function Rows({ isFiltered }: { isFiltered: boolean }) {
  const { pages, list: said, shell } = words.value;
  const order = list.order.value;
  if (order === undefined) return list.error.value === null ? <p class="soft">{shell.loading}</p> : null;
  if (order.length === 0) return <div class="card">{isFiltered ? <NothingFound /> : <FirstExecution />}</div>;
  const waiting = list.waiting.value.length;
  const hold = (isHeld: boolean) => () => list.hold(isHeld || isChoosing.peek());
  return (
    <div
      class="card rows"
      role="table"
      aria-label={pages.executions}
      aria-rowcount={order.length + 1}
      onPointerEnter={hold(true)}
      onPointerLeave={hold(false)}
      onFocusIn={hold(true)}
      onFocusOut={hold(false)}
    >
      {waiting > 0 && (
        <button type="button" class="more" onClick={list.showWaiting}>
          {said.more(waiting)}
        </button>
      )}
      <div class="row row-head" role="row">
        <span role="columnheader" class="state">
          <TickBox ids={order} label={said.chooseAll}>
            <span class="in-cards" aria-hidden="true">
              {said.chooseAll}
            </span>
          </TickBox>
          <span class="in-rows">{said.status}</span>
        </span>
        <span role="columnheader">{said.what}</span>
        <span role="columnheader">{said.jobs}</span>
        <span role="columnheader">{said.started}</span>
        <span role="columnheader" class="right">
          {said.duration}
        </span>
      </div>
      {order.map((id) => (
        <ExecutionRow key={id} row={list.rowOf(id)} />
      ))}
    </div>
  );
}

const NO_FILTER = { status: null, q: null, cursor: null, from: null, to: null };

function NothingFound() {
  const { list: said, states } = words.value;
  const { status, search, from, to } = readFilter(place.value.query);
  const days = from === null && to === null ? "" : `${from ?? "…"} – ${to ?? "…"}`;
  const filter = [status === null ? "" : states[status], search === "" ? "" : `“${search}”`, days]
    .filter(Boolean)
    .join(" · ");
  return (
    <EmptyState icon="search" title={said.nothingFound} hint={said.nothingFoundHint(filter)}>
      <button type="button" class="button" onClick={() => changeQuery(NO_FILTER)}>
        {said.clear}
      </button>
    </EmptyState>
  );
}
