import type { Approach } from "@proxx/contract";

/** Who does it, by name, where that is anybody: `fal` of `fal:x/y`. */
export function providerOf({ provider }: Pick<Approach, "provider">): string | null {
  return provider?.split(":", 1)[0] ?? null;
}
