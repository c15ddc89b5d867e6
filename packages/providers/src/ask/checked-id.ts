import { ProviderError } from "./provider-error.ts";

/** An id from a provider or from a journal, before it stands in a URL. */
export function checkedId(provider: string, id: unknown, pattern = /^[\w-]{1,200}$/): string {
  if (typeof id === "string" && pattern.test(id)) return id;
  throw new ProviderError(provider, "result_unusable", `${provider} gave a job an id that cannot be one.`);
}

/** The address under which a provider keeps an uploaded file. */
export function checkedAddress(provider: string, address: unknown): string {
  if (typeof address === "string" && URL.canParse(address)) return address;
  throw new ProviderError(provider, "result_unusable", `${provider} did not say where it keeps the uploaded file.`);
}
