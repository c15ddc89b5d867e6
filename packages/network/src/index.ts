export { attemptWebhook, type AttemptWebhookOptions } from "./webhook/attempt-webhook.ts";
export { type Lookup, type ResolvedAddress } from "./address/checked-connector.ts";
export { createNetwork, type Network, type NetworkOptions } from "./create-network.ts";
export {
  deliverWebhook,
  outcomeOf,
  WEBHOOK_DELAYS_MS,
  type DeliverWebhookOptions,
  type WebhookDelivery,
} from "./webhook/deliver-webhook.ts";
export { nextDelivery } from "./webhook/next-delivery.ts";
export { type FetchedFile, type FetchToFileOptions, type NotModified } from "./fetch/fetch-to-file.ts";
export { type NetworkPurpose } from "./network-failure.ts";
export { type PrivateAllowance } from "./address/reach.ts";
export { isPublicAddress } from "./address/reachable-address.ts";
export { signWebhook, type SignWebhookOptions } from "./webhook/webhook-signature.ts";
