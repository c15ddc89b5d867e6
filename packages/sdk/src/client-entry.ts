export { createClient, type Client, type ClientOptions } from "./server-client/create-client.ts";
export type { ExecutionListOptions, ListOptions } from "./server-client/executions-client.ts";
export type { DeliveryListOptions } from "./server-client/deliveries-client.ts";
export type { UploadWithUrl } from "./server-client/uploads-client.ts";
export type { Connection } from "./server-client/stay-connected.ts";
export { RequestRefused } from "./server-client/request-refused.ts";
