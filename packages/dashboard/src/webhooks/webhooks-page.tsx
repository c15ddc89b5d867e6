import { useSignal } from "@preact/signals";
import type { DeliveryDocument } from "@proxx/contract";
import { useEffect } from "preact/hooks";
import { onNews } from "../live/news.ts";
import { client } from "../live/server.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Listed } from "../parts/listed.tsx";
import { useLoaded, useLookedAgain } from "../parts/load.ts";
import { RelativeTime } from "../parts/relative-time.tsx";
import { StateIcon, StateMark, toneOf } from "../parts/state-mark.tsx";
import { DELIVERY_STATES } from "../parts/states-of.ts";
import { changeQuery, hrefOf, place } from "../shell/place.ts";
import { words } from "../words/words.ts";
import { Delivery } from "./delivery.tsx";

const LOOK_AGAIN_MS = 1500;

/** What webhooks were told, and what came of it. */
export function WebhooksPage() {
  const { pages, states, list } = words.value;
  const status = DELIVERY_STATES.find((one) => one === place.value.query["status"]);
  const cursor = place.value.query["cursor"] ?? null;
  const page = useLoaded(
    (signal) => client.deliveries.list({ status, cursor, limit: 40, signal }),
    `${status} ${cursor}`,
  );
  useEffect(
    () =>
      onNews((news) => {
        if (news.type === "reset" || news.execution.completedAt !== null) page.look();
      }),
    [page],
  );
  const isWaiting = page.value.value?.data.some((one) => one.status === "waiting") ?? false;
  // What came of an attempt is told by nobody.
  useLookedAgain(page, isWaiting ? LOOK_AGAIN_MS : null);
  return (
    <>
      <div class="page-head">
        <h1>{pages.webhooks}</h1>
      </div>
      <div class="filters chips" role="group" aria-label={list.status}>
        <button
          type="button"
          class="chip"
          aria-pressed={status === undefined}
          onClick={() => changeQuery({ status: null, cursor: null })}
        >
          {list.all}
        </button>
        {DELIVERY_STATES.map((one) => (
          <button
            key={one}
            type="button"
            class="chip"
            data-tone={toneOf(one)}
            aria-pressed={one === status}
            onClick={() => changeQuery({ status: one === status ? null : one, cursor: null })}
          >
            <StateIcon state={one} />
            {states[one]}
          </button>
        ))}
      </div>
      <Listed loaded={page} empty={<NoDelivery />}>
        {(found) => <Deliveries deliveries={found} onChange={page.look} />}
      </Listed>
    </>
  );
}

function NoDelivery() {
  const { webhooks } = words.value;
  return (
    <div class="card">
      <EmptyState icon="hook" title={webhooks.empty} hint={webhooks.emptyHint} />
    </div>
  );
}

function Deliveries({ deliveries, onChange }: { deliveries: readonly DeliveryDocument[]; onChange: () => void }) {
  const { webhooks, list, pages } = words.value;
  const open = useSignal<string | null>(null);
  const chosen = deliveries.find(({ id }) => id === open.value);
  return (
    <div class="stack">
      <div class="card scroller" tabIndex={0} role="region" aria-label={pages.webhooks}>
        <table class="table">
          <thead>
            <tr>
              <th>{list.status}</th>
              <th>{webhooks.to}</th>
              <th>{webhooks.about}</th>
              <th>{webhooks.attempts}</th>
              <th>{webhooks.next}</th>
              <th>{webhooks.created}</th>
            </tr>
          </thead>
          <tbody>
            {deliveries.map(({ id, status, url, executionId, attempts, nextAt, createdAt }) => (
              <tr key={id}>
                <td>
                  <StateMark state={status} />
                </td>
                <td class="mono address">{url}</td>
                <td>
                  <a class="mono" href={hrefOf(["executions", executionId])}>
                    {executionId.slice(0, 13)}
                  </a>
                </td>
                <td>
                  <button
                    type="button"
                    class="button quiet"
                    aria-expanded={open.value === id}
                    onClick={() => (open.value = open.value === id ? null : id)}
                  >
                    {webhooks.tried(attempts.length)}
                  </button>
                </td>
                <td>{nextAt === null ? "—" : <RelativeTime time={nextAt} />}</td>
                <td>
                  <RelativeTime time={createdAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {chosen !== undefined && <Delivery delivery={chosen} onChange={onChange} />}
    </div>
  );
}
