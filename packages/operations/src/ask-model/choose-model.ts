import type { Model, Task } from "@proxx/contract";
import type { OperationResources } from "../operation-resources.ts";

/** The model that does a job: the plan's, else the operator's default; null where it is done on this machine. */
export function chooseModel(resources: OperationResources, task: Task, named: Model | undefined): Model | null {
  const model = named ?? resources.defaultModels[task] ?? null;
  return model?.provider === "local" ? null : model;
}
