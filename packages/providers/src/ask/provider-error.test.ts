import { ProxxError } from "@proxx/contract";
import { expect, test, vi } from "vitest";
import { ProviderError } from "./provider-error.ts";

test("is known for what it is when another copy of Proxx has made it", async () => {
  vi.resetModules();
  const other = await import("./provider-error.ts");
  expect(other.ProviderError).not.toBe(ProviderError);
  const error: unknown = new other.ProviderError("acme", "provider_rate_limited", "Slow down.", { retryAfterMs: 7 });
  expect(error instanceof ProviderError && error.retryAfterMs).toBe(7);
  expect(error instanceof ProxxError && error.code).toBe("provider_rate_limited");
});

test("is not what an error of another kind is", () => {
  const error: unknown = new ProxxError("internal", "A fault.", { hint: "Tell of it." });
  expect(error instanceof ProviderError).toBe(false);
  expect(new TypeError("no") instanceof ProxxError).toBe(false);
});
