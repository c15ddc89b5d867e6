export { createOperations } from "./create-operations.ts";
export type { OperationResources } from "./operation-resources.ts";
