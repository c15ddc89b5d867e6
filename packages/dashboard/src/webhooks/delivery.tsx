import type { DeliveryDocument } from "@proxx/contract";
import { client } from "../live/server.ts";
import { CodeBlock } from "../parts/code-block.tsx";
import { StateMark } from "../parts/state-mark.tsx";
import { ActionButton } from "../shell/action-button.tsx";
import { exactTime } from "../words/times.ts";
import { words } from "../words/words.ts";

/** One message: each attempt, and what stood in it. */
export function Delivery({ delivery, onChange }: { delivery: DeliveryDocument; onChange: () => void }) {
  const { webhooks } = words.value;
  const { id, messageId, status, url, attempts, body } = delivery;
  const redeliver = async () => {
    await client.deliveries.redeliver(id);
    onChange();
  };
  return (
    <section class="card detail" aria-label={url}>
      <div class="run-title">
        <StateMark state={status} pill />
        <h2 class="grow mono">{url}</h2>
        <ActionButton
          word={webhooks.redeliver}
          deed={webhooks.redelivered}
          icon="again"
          look="main-action"
          does={redeliver}
        />
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
