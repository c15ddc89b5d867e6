import { formatJsonPath, type Model } from "@proxx/contract";
import type { ModelWork } from "./model-work.ts";

type Path = readonly string[];

/** Where in the job's parameters stands what a provider finds fault with. */
export function placeInParams(
  path: string,
  { model, work, isDefault }: { model: Model; work: ModelWork; isDefault: boolean },
): string {
  // What the operator's default model is and has is nowhere in the plan.
  const inModel = (...below: string[]): Path => (isDefault ? [] : ["model", ...below]);
  const moves: (readonly [from: Path, to: Path])[] = [
    ...namesOf(work.fields).map((key) => [["options", key], [key]] as const),
    ...namesOf(work.options).map(
      (key) =>
        [
          ["options", key],
          ["options", key],
        ] as const,
    ),
    ...namesOf(model.options).map((key) => [["options", key], inModel("options", key)] as const),
    ...Object.entries(work.writtenAs ?? {}).map(([input, param]) => [[input], [param]] as const),
    [["model"], inModel()],
  ];
  for (const [from, to] of moves) {
    const prefix = formatJsonPath(from);
    const rest = path.slice(prefix.length);
    const isBelow = path.startsWith(prefix) && (rest === "" || rest.startsWith(".") || rest.startsWith("["));
    if (isBelow) return to.length === 0 ? "$" : formatJsonPath(to) + rest;
  }
  return path;
}

/** The names that say something. */
function namesOf(record: Readonly<Record<string, unknown>> | undefined): string[] {
  return Object.entries(record ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}
