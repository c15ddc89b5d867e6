import { z } from "zod";
import { checkedId } from "../ask/checked-id.ts";
import { isSent } from "../ask/digest-of.ts";
import type { ProviderRequest } from "../provider-request.ts";
import type { ProviderContext, SentRequest } from "../provider.ts";
import { callReplicate } from "./call-replicate.ts";

const pageSchema = z.object({
  results: z.array(z.object({ id: z.string(), model: z.string(), created_at: z.string(), input: z.unknown() })),
  next: z.string().nullish(),
});

/** By how much the clocks of two machines may differ. */
const CLOCKS_MS = 60_000;
const PAGES = 10;

/** Replicate lists an account's predictions from when they are created, the newest first, with what they were sent. */
export async function findPrediction(
  sent: SentRequest,
  request: ProviderRequest,
  context: ProviderContext,
): Promise<string | null> {
  const since = new Date(sent.atMs - CLOCKS_MS).toISOString();
  const [model] = request.model.split(":");
  let route = `/predictions?created_after=${encodeURIComponent(since)}`;
  for (let page = 0; page < PAGES; page++) {
    const { results, next } = await readPage(route, context);
    const found = results.find((one) => one.model === model && isSent(one.input, sent));
    if (found !== undefined) return checkedId("replicate", found.id);
    const isOver = results.some(({ created_at: at }) => Date.parse(at) < sent.atMs - CLOCKS_MS);
    if (next === null || next === undefined || isOver) return null;
    // The rest of the address alone: the key goes to nobody else.
    route = `/predictions${new URL(next).search}`;
  }
  return null;
}

function readPage(route: string, context: ProviderContext): Promise<z.output<typeof pageSchema>> {
  return callReplicate("poll", context, async (client, signal) => {
    const response = await client.request(route, { method: "GET", signal });
    return pageSchema.parse(await response.json());
  });
}
