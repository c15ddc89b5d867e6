import type { Approach, Degradation, Issue, JobContext, Model, PlanContext, Task } from "@proxx/contract";
import { ffmpegBuild, type OperationResources } from "../operation-resources.ts";
import { chooseModel } from "./choose-model.ts";
import type { ModelWork } from "./model-work.ts";
import { modelApproach, modelIssues, runModel } from "./run-model.ts";
import type { ModelOutput } from "./take-results.ts";
import { unheardOptions } from "./unheard-options.ts";

type Said = Omit<Degradation, "jobId">;
type Build = Approach["build"];

interface Named {
  readonly model?: Model | undefined;
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}

/** Work that a model does where there is one, and this machine otherwise, in a lesser way. */
interface TwoWays<Params extends Named> {
  readonly task: Task;
  /** What the model is asked: beforehand, with what other jobs have yet to make, and again when it is there. */
  readonly work: (params: Params, model: Model, context: PlanContext) => ModelWork;
  /** What the plan says and this model is not told. */
  readonly ignored?: (params: Params, model: Model) => readonly Said[];
  /** Whether ffmpeg has a part in what comes of the model's result. @default false */
  readonly editsResult?: boolean;
  readonly standIn: StandIn<Params>;
}

interface StandIn<Params = unknown> {
  /** What it is called in a result: `local:animatic`. */
  readonly name: string;
  /** Says that it is less than what was asked for. */
  readonly degradation: Said;
  /** Whether `local(name)` asks for just that, which is then no degradation. @default true */
  readonly canBeNamed?: boolean;
  /** What it cannot do of these parameters, even for a stand-in. */
  readonly lacks?: (params: Params) => Promise<readonly Said[]>;
  /** What decides its bytes, beside the parameters. */
  readonly build: (context: PlanContext) => Build | Promise<Build>;
}

/** The parts of an operation that are the same for all work of this kind. */
export interface ModelOrStandIn<Params extends Named> {
  /** Who does it; null where the stand-in does. */
  readonly modelOf: (params: Named) => Model | null;
  readonly check: (params: Params, context: PlanContext) => Issue[];
  readonly approach: (params: Params, context: PlanContext) => Promise<Approach>;
  readonly askModel: (params: Params, model: Model, context: JobContext) => Promise<ModelOutput>;
}

export function modelOrStandIn<Params extends Named>(
  resources: OperationResources,
  { task, work, ignored = () => [], editsResult = false, standIn }: TwoWays<Params>,
): ModelOrStandIn<Params> {
  const modelOf = ({ model }: Named) => chooseModel(resources, task, model);
  return {
    modelOf,
    check(params, context) {
      const model = modelOf(params);
      return model === null
        ? [...localModelIssues(params.model, standIn), ...unheardOptions(params)]
        : modelIssues(resources, model, work(params, model, context), context);
    },
    async approach(params, context) {
      const model = modelOf(params);
      if (model === null) return await standInApproach(params, standIn, context);
      const asked = modelApproach(model, { resources, work: work(params, model, context), context });
      return {
        ...asked,
        degradations: [...asked.degradations, ...ignored(params, model)],
        build: editsResult ? { ...(await ffmpegBuild(resources)), ...asked.build } : asked.build,
      };
    },
    askModel: (params, model, context) => runModel(resources, model, work(params, model, context), context),
  };
}

/** What stands in, and that it does. A plan that asks for just that gets what it asks for. */
async function standInApproach<Params extends Named>(
  params: Params,
  { name, degradation, canBeNamed = true, lacks, build }: StandIn<Params>,
  context: PlanContext,
): Promise<Approach> {
  const isAskedFor = canBeNamed && params.model?.provider === "local";
  const lacking = (await lacks?.(params)) ?? [];
  return {
    provider: `local:${name}`,
    degradations: isAskedFor ? lacking : [degradation, ...lacking],
    build: await build(context),
    load: "compute",
  };
}

/** What is wrong with a model of this machine's: it has one name for each task, and no parameters. */
function localModelIssues(
  named: Model | undefined,
  { name, canBeNamed = true }: Pick<StandIn, "name" | "canBeNamed">,
): Issue[] {
  if (!canBeNamed || named?.provider !== "local") return [];
  const hint = `Take \`local("${name}")\`, or leave \`model\` out.`;
  if (named.model !== name) {
    const message = `This machine has no model \`${named.model}\` for that.`;
    return [{ path: "$.model.model", code: "invalid_model", message, hint }];
  }
  if (Object.keys(named.options ?? {}).length === 0) return [];
  const message = `\`local("${name}")\` has no parameters of its own.`;
  return [{ path: "$.model.options", code: "unknown_parameter", message, hint: "Leave them out." }];
}
