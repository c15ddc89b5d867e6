import type { DeliveryDocument } from "@proxx/contract";
import { client } from "../live/server.ts";
import { CodeBlock } from "../parts/code-block.tsx";
import { Icon } from "../parts/icon.tsx";
import { StateMark } from "../parts/state-mark.tsx";
import { attempt } from "../shell/note.tsx";
import { exactTime } from "../words/times.ts";
import { words } from "../words/words.ts";

/** One message: each attempt, and what stood in it. */
export function Delivery({ delivery, onChange }: { delivery: DeliveryDocument; onChange: () => void }) {
  const { webhooks } = words.value;
  const { id, messageId, status, url, attempts, body } = delivery;
  const redeliver = () =>
    attempt(webhooks.redelivered, async () => {
      await client.deliveries.redeliver(id);
      onChange();
    });
  return (
    <section class="card detail" aria-label={url}>
      <div class="run-title">
        <StateMark state={status} pill />
        <h2 class="grow mono">{url}</h2>
        <button type="button" class="button main-action" onClick={() => void redeliver()}>
          <Icon name="again" />
          {webhooks.redeliver}
        </button>
      </div>
      <p class="small soft mono">webhook-id: {messageId}</p>
      <ol class="stack">
        {attempts.map(({ at, status: answered, durationMs, answer, error }, index) => (
          <li key={at}>
            <strong class="numbers">
              #{index + 1} · {answered ?? webhooks.noAnswer} · {durationMs} ms
            </strong>{" "}
            <span class="soft small">{exactTime(at)}</span>
            {error !== null && (
              <p class="small">
                {error.message} <code>{error.code}</code>
              </p>
            )}
            {answer !== null && answer !== "" && <pre class="soft small">{answer}</pre>}
          </li>
        ))}
      </ol>
      <CodeBlock title={webhooks.body} text={JSON.stringify(body, null, 2)} />
    </section>
  );
}
