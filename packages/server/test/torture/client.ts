import { executionSchema, type Execution } from "@proxx/contract";
import { setTimeout as wait } from "node:timers/promises";

export type Answer =
  | { readonly kind: "taken"; readonly id: string }
  | { readonly kind: "refused"; readonly status: number; readonly text: string }
  /** The server went away before it had answered. */
  | { readonly kind: "unanswered" };

/** Sends a plan, once. */
export function submit(url: string, plan: object, key: string): Promise<Answer> {
  const idOf = (answer: unknown) => (answer as { executionId: string }).executionId;
  return post(`${url}/api/execute`, plan, { key, idOf });
}

export async function post(
  url: string,
  document: object,
  { key, idOf }: { key: string; idOf: (answer: unknown) => string },
): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": key },
      body: JSON.stringify(document),
    });
    const text = await response.text();
    if (response.status !== 202) return { kind: "refused", status: response.status, text };
    return { kind: "taken", id: idOf(JSON.parse(text)) };
  } catch (error) {
    // Faults of ours are no servers that went away.
    if (error instanceof TypeError && error.message === "fetch failed") return { kind: "unanswered" };
    if (error instanceof TypeError && error.message === "terminated") return { kind: "unanswered" };
    throw error;
  }
}

/** As it stands; null where it is unknown. */
export async function look(url: string, id: string): Promise<Execution | null> {
  const response = await fetch(`${url}/api/execute/${id}/status`);
  if (response.status === 404) return null;
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${id} was answered ${response.status}: ${text}`);
  return executionSchema.parse(JSON.parse(text));
}

function hasEnded(execution: Execution): boolean {
  return execution.status !== "pending" && execution.status !== "processing";
}

/** Looks until all have ended or are unknown, or the time is over. Gives each as it was seen last. */
export async function untilEnded(
  url: string,
  ids: readonly string[],
  { timeoutMs }: { timeoutMs: number },
): Promise<Map<string, Execution | null>> {
  const seen = new Map<string, Execution | null>();
  const deadline = performance.now() + timeoutMs;
  let open = [...ids];
  while (open.length > 0) {
    for (const id of open) seen.set(id, await look(url, id));
    open = open.filter((id) => {
      const execution = seen.get(id);
      return execution != null && !hasEnded(execution);
    });
    if (performance.now() > deadline) break;
    if (open.length > 0) await wait(50);
  }
  return seen;
}

export interface Heard {
  readonly type: string;
  readonly data: { readonly status?: string; readonly progress?: number };
}

/** All events of an execution, to the end of the stream. */
export async function hearEvents(url: string, id: string): Promise<Heard[]> {
  const response = await fetch(`${url}/api/execute/${id}/events`, { signal: AbortSignal.timeout(120_000) });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`The events of ${id} were answered ${response.status}: ${text}`);
  return text.split("\n\n").flatMap((block) => {
    const [, type, data] = /^event: (.*)\ndata: (.*)$/m.exec(block) ?? [];
    return type === undefined || data === undefined ? [] : { type, data: JSON.parse(data) as Heard["data"] };
  });
}
