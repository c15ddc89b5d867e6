import { isPlainObject, type Plan, type ProviderApiKeys } from "@proxx/contract";

/** The keys that go to a server with a plan: those given for it, and from the environment only those the plan needs. */
export function keysForPlan(plan: Plan, given: ProviderApiKeys, environment: ProviderApiKeys): ProviderApiKeys {
  const models = plan.jobs.map(({ params }) => (isPlainObject(params) ? params["model"] : null));
  const named = new Set(models.map((model) => (isPlainObject(model) ? model["provider"] : null)));
  const needed = Object.entries(environment).filter(([provider]) => named.has(provider));
  return { ...Object.fromEntries(needed), ...given };
}
