import type { DeliveryStatus, ExecutionStatus } from "@proxx/contract";

// Lists of their own: those of the contract come with its schemas, which weigh more than all of the page.

export const EXECUTION_STATES = [
  "processing",
  "pending",
  "failed",
  "completed",
  "cancelled",
] as const satisfies ExecutionStatus[];

export const DELIVERY_STATES = [
  "waiting",
  "delivered",
  "gone",
  "refused",
  "exhausted",
] as const satisfies DeliveryStatus[];
