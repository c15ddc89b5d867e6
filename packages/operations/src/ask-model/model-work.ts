import type { Task } from "@proxx/contract";
import type { ProviderRequest } from "@proxx/providers";

/** What a model is asked: parameters by their unified names, media among them. */
export interface ModelWork {
  task: Task;
  /** Media are a `Source` or a file beforehand, an `Input` or a file when it is run. */
  input: ProviderRequest["input"];
  /** The model's own fields, as the plan gives them. */
  options?: Readonly<Record<string, unknown>> | undefined;
  /** Fields of the model's own that are parameters of the operation: `{ fps: 24 }`. What is `undefined` is not said. */
  fields?: Readonly<Record<string, unknown>> | undefined;
  /** How the plan calls an input where it has another name there: `{ image: "images" }`. */
  writtenAs?: Readonly<Partial<Record<keyof ProviderRequest["input"], string>>> | undefined;
  /** Whether what comes of it is edited here, where there is room for computing. @default false */
  isEdited?: boolean;
}
