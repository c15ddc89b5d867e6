import type { Issue } from "@proxx/contract";

/** What is wrong with `options` where no model is asked: nobody would hear of them. */
export function unheardOptions({ options = {} }: { options?: Readonly<Record<string, unknown>> | undefined }): Issue[] {
  if (Object.keys(options).length === 0) return [];
  const message = "`options` are a model's own parameters, and no model is asked.";
  const hint = "Name the `model` that they are for, or leave `options` out.";
  return [{ path: "$.options", code: "unknown_parameter", message, hint }];
}
