import { z } from "zod";
import { callProvider } from "../ask/call-provider.ts";
import { checkedId } from "../ask/checked-id.ts";
import { isSent } from "../ask/digest-of.ts";
import type { ProviderRequest } from "../provider-request.ts";
import type { ProviderContext, SentRequest } from "../provider.ts";
import { atBase } from "./fal-base.ts";
import { readFalAnswer } from "./read-fal-answer.ts";

const pageSchema = z.object({
  items: z.array(z.object({ request_id: z.string(), sent_at: z.string(), json_input: z.unknown() })),
  next_cursor: z.string().nullish(),
});
type Item = z.output<typeof pageSchema>["items"][number];

/** By how much the clocks of two machines may differ. */
const CLOCKS_MS = 60_000;
const PAGES = 10;

/**
 * fal lists the requests of an endpoint when they are over, the one that ended last first, with what they were sent.
 * https://fal.ai/docs/platform-apis/v1/models/requests/by-endpoint
 */
export async function findFalRequest(
  sent: SentRequest,
  { model }: ProviderRequest,
  context: ProviderContext,
): Promise<string | null> {
  const address = new URL(atBase("https://api.fal.ai/v1/models/requests/by-endpoint", context.baseUrl));
  address.searchParams.set("endpoint_id", model);
  address.searchParams.set("start", new Date(sent.atMs - CLOCKS_MS).toISOString());
  address.searchParams.set("expand", "payloads");
  address.searchParams.set("limit", "100");
  const found: Item[] = [];
  for (let page = 0; page < PAGES; page++) {
    const { items, next_cursor: next } = await readPage(address, context);
    found.push(...items.filter(({ json_input: input }) => isSent(input, sent)));
    if (next === null || next === undefined) break;
    address.searchParams.set("cursor", next);
  }
  // The same may have been sent before that, and have failed.
  const [last] = found.toSorted((one, other) => other.sent_at.localeCompare(one.sent_at));
  return last === undefined ? null : checkedId("fal", last.request_id);
}

function readPage(address: URL, context: ProviderContext): Promise<z.output<typeof pageSchema>> {
  return callProvider({ provider: "fal", phase: "poll", context, read: readFalAnswer }, async (fetch) => {
    const response = await fetch(address, { headers: { authorization: `Key ${context.apiKey}` } });
    return pageSchema.parse(await response.json());
  });
}
