import type { ProviderApiKeys } from "@proxx/contract";
import type { Provider } from "../provider.ts";

/** What the operator has settled for one provider. */
export interface ProviderSettings {
  /** Null where the operator has none. */
  readonly apiKey: string | null;
  /** Another address than the provider's own, for the operator's key. */
  readonly baseUrl: string | null;
  /** Another address for keys that come with a request too. */
  readonly baseUrlForAll: string | null;
}

/** How a provider is asked. */
export interface ProviderAccess {
  readonly apiKey: string;
  /** Undefined where it is the provider's own address. */
  readonly baseUrl: string | undefined;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** What the environment settles of each provider, by its name; `baseUrls` are for keys of requests as well. */
export function readProviderSettings(
  providers: readonly Provider[],
  variables: Variables,
  baseUrls: Readonly<Record<string, string>> = {},
): Record<string, ProviderSettings> {
  const read = ({ name, keyVariables, baseUrlVariable }: Provider): ProviderSettings => ({
    apiKey: keyVariables.map((variable) => said(variables[variable])).find((key) => key !== null) ?? null,
    baseUrl: said(variables[baseUrlVariable]),
    baseUrlForAll: baseUrls[name] ?? null,
  });
  return Object.fromEntries(providers.map((provider) => [provider.name, read(provider)]));
}

/**
 * How a provider is asked with the keys of a request: with the request's key, else with the operator's. Null where there
 * is none.
 */
export function providerAccess(
  { name, isKeylessElsewhere = false }: Provider,
  settings: ProviderSettings,
  providerApiKeys: ProviderApiKeys,
): ProviderAccess | null {
  const given = Object.hasOwn(providerApiKeys, name) ? said(providerApiKeys[name]) : null;
  const baseUrlForAll = settings.baseUrlForAll ?? undefined;
  // The operator's address goes with the operator's key alone: whoever brings another key means the provider itself.
  if (given !== null && given !== settings.apiKey) return { apiKey: given, baseUrl: baseUrlForAll };
  const baseUrl = baseUrlForAll ?? settings.baseUrl ?? undefined;
  if (settings.apiKey !== null) return { apiKey: settings.apiKey, baseUrl };
  return isKeylessElsewhere && baseUrl !== undefined ? { apiKey: "", baseUrl } : null;
}

// A key that was pasted with its line's end would be refused by the provider, as an illegal header.
function said(value: string | undefined): string | null {
  const trimmed = value?.trim() ?? "";
  return trimmed === "" ? null : trimmed;
}
