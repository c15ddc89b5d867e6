import type { ProviderRequest } from "../provider-request.ts";
import { checkRequest, type CheckedProvider } from "./check-request.ts";

/** Ids stand in URLs that the key is sent to; a request that was never checked must not get that far. */
export function requireModelId(provider: CheckedProvider, request: ProviderRequest): void {
  const issue = checkRequest(provider, { ...request, input: {}, options: {} }).find(
    ({ code }) => code === "invalid_model",
  );
  if (issue !== undefined) throw new TypeError(issue.message);
}
