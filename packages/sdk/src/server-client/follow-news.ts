import type { TenantNews } from "@proxx/contract";
import type { Sender } from "./sender.ts";
import { stayConnected, type ConnectionOptions } from "./stay-connected.ts";

export type NewsOptions = ConnectionOptions;

/** What changes with executions of a tenant. After whatever was missed comes a `reset`. */
export async function* followNews(sender: Sender, options: NewsOptions): AsyncGenerator<TenantNews> {
  for await (const { type, data } of stayConnected(sender, "/api/events", options)) {
    if (type === "reset") yield { type };
    if (type === "execution")
      yield { type, execution: JSON.parse(data) as Extract<TenantNews, { type: "execution" }>["execution"] };
  }
}
