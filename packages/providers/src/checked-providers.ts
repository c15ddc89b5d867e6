import { providerNameSchema } from "@proxx/contract";
import type { Provider } from "./provider.ts";

/** This machine's own models have that name in a plan. */
const LOCAL = "local";

/** A list of providers, each of which is one, and has a name of its own. */
export function checkedProviders(providers: readonly Provider[]): readonly Provider[] {
  const names = new Set<string>([LOCAL]);
  for (const provider of providers) {
    const name: unknown = provider?.name;
    if (!isProvider(provider)) {
      throw new TypeError(`Expected a provider with ${MEMBERS.join(", ")}, got ${JSON.stringify(name) ?? "none"}`);
    }
    if (!providerNameSchema.safeParse(name).success) {
      throw new TypeError(`Expected a provider's name of small letters, digits and "-", got ${JSON.stringify(name)}`);
    }
    if (names.has(provider.name)) throw new TypeError(`Expected one provider \`${provider.name}\`, got another`);
    names.add(provider.name);
  }
  return providers;
}

const MEMBERS = ["name", "keyVariables", "baseUrlVariable", "tasks", "models", "submit", "poll"] as const;

/** Whether a value, of another package's module for instance, has what a provider has. */
export function isProvider(value: unknown): value is Provider {
  if (typeof value !== "object" || value === null) return false;
  const members = new Map(Object.entries(value));
  return (
    MEMBERS.every((member) => members.has(member)) &&
    typeof members.get("name") === "string" &&
    typeof members.get("submit") === "function" &&
    typeof members.get("poll") === "function"
  );
}
