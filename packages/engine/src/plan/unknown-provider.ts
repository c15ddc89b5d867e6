import { describeJson, didYouMean, formatJsonPath, type Issue, type ProviderApiKeys } from "@proxx/contract";
import type { ReadJob } from "./read-frame.ts";

/** That a job names a model of a provider which there is not here. */
export function findUnknownProvider(
  { index, written: { model } }: ReadJob,
  providerNames: readonly string[] | null,
): Issue | null {
  if (providerNames === null || typeof model !== "object" || model === null || !("provider" in model)) return null;
  const { provider } = model;
  const known = [...providerNames, "local"];
  if (typeof provider !== "string" || known.includes(provider)) return null;
  return {
    path: formatJsonPath(["jobs", index, "params", "model", "provider"]),
    code: "invalid_value",
    message: `Expected \`model.provider\` to be one of its values, got ${describeJson(provider)}.`,
    hint: `${didYouMean(provider, known)}The values are ${known.join(", ")}.`,
  };
}

/** Keys that came with a plan for providers which there are not here. */
export function findUnknownKeys(providerApiKeys: ProviderApiKeys, providerNames: readonly string[] | null): Issue[] {
  if (providerNames === null) return [];
  const unknown = Object.keys(providerApiKeys).filter((name) => !providerNames.includes(name));
  return unknown.map((name) => ({
    path: formatJsonPath(["providerApiKeys", name]),
    code: "unknown_parameter",
    message: `\`${name}\` is not a provider.`,
    hint: `${didYouMean(name, providerNames)}There are ${providerNames.join(", ")}.`,
  }));
}
