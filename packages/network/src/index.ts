export { attemptWebhook, type AttemptWebhookOptions, type WebhookAttempt } from "./attempt-webhook.ts";
export { type Lookup, type ResolvedAddress } from "./checked-connector.ts";
export { createNetwork, type Network, type NetworkOptions } from "./create-network.ts";
export {
  deliverWebhook,
  jitter,
  outcomeOf,
  WEBHOOK_DELAYS_MS,
  type DeliverWebhookOptions,
  type WebhookDelivery,
} from "./deliver-webhook.ts";
export { type FetchedFile, type FetchToFileOptions, type NotModified } from "./fetch-to-file.ts";
export { type NetworkPurpose } from "./network-failure.ts";
export { type PrivateAllowance } from "./reach.ts";
export { isPublicAddress } from "./reachable-address.ts";
export { signWebhook, type SignWebhookOptions } from "./webhook-signature.ts";
