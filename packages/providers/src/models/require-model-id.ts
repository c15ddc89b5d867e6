import type { ProviderRequest } from "../provider.ts";
import { checkRequest, type ModelTable } from "./check-request.ts";

/** Ids stand in URLs that the key is sent to; a request that was never checked must not get that far. */
export function requireModelId(table: ModelTable, request: ProviderRequest): void {
  const issue = checkRequest(table, { ...request, input: {}, options: {} }).find(
    ({ code }) => code === "invalid_model",
  );
  if (issue !== undefined) throw new TypeError(issue.message);
}
