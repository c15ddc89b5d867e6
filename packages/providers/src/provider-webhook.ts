/** What came to the address that a provider was given. */
export interface WebhookRequest {
  headers: Headers;
  /** As it came: the signature is over these bytes. */
  body: Uint8Array;
}

export interface WebhookTrust {
  /** The signing secret of the account, for providers that have one. */
  secret?: string | undefined;
  /** For providers whose public keys are fetched. */
  fetch: typeof globalThis.fetch;
  baseUrl?: string | undefined;
  /** Milliseconds since 1970. @default Date.now */
  now?: (() => number) | undefined;
}

/**
 * What a delivery says, once its signature is right. It is a reason to poll sooner and nothing more: deliveries come
 * twice, late and out of order, so `state` is never taken for the outcome.
 */
export interface WebhookNews {
  provider: string;
  id: string;
  state: "running" | "done" | "failed";
}
