import type { NumberedEvent, RunEvent } from "@proxx/contract";
import type { Sender } from "./sender.ts";
import { stayConnected, type ConnectionOptions } from "./stay-connected.ts";

export interface FollowEventsOptions extends ConnectionOptions {
  /** Only what comes after this one. @default 0 */
  after?: number | undefined;
}

/** The events of an execution, each once, to the last. */
export async function* followEvents(
  sender: Sender,
  path: string,
  { after = 0, ...options }: FollowEventsOptions,
): AsyncGenerator<NumberedEvent> {
  for await (const { id, data } of stayConnected(sender, `${path}?after=${after}`, options)) {
    const event = JSON.parse(data) as RunEvent;
    yield { sequence: Number(id), event };
    if (event.type === "execution-ended") return;
  }
}
