export { createOperations } from "./create-operations.ts";
export type { OperationKit } from "./kit.ts";
