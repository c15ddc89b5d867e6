/**
 * What a composition means. A list is read from its beginning; `current` is what the last steps of it have left.
 *
 * - A step that needs nothing (a generator), or that names its main input itself, adds its job to `current`.
 * - Any other step takes all of `current`, and its result takes their place. A transcript is the exception: it stands
 *   beside what it was made from, so that the step after it gets both.
 * - A nested pipeline is a list of its own. A step of it that finds nothing before it there takes what stands before the
 *   pipeline; if one did, what the pipeline leaves takes the place of that, else it is added to it.
 * - A step nested in a parameter is a job of its own, and takes what the step it stands in would take, unless it needs
 *   nothing or names it. Taking it there leaves it where it is.
 * - A pipeline nested in a parameter has to leave one thing; what a transcript in it was made from does not count.
 * - The same node taking the same things is one job, however often it stands in the composition.
 *
 * Jobs come in the order in which they are needed: what stands in a parameter before the step itself.
 */
import { isNode, NODE, type Nested, type Node } from "@proxx/contract";
import { isOutputs, isPipeline, type Composable, type Outputs, type Pipeline } from "./pipeline.ts";
import { PlannedJob } from "./planned-job.ts";

export interface JobGraph {
  /** Each after what it takes. */
  readonly jobs: readonly PlannedJob[];
  /** What the list leaves at its end. */
  readonly outputs: readonly PlannedJob[];
  /** What is asked for by name. */
  readonly named: ReadonlyMap<string, PlannedJob>;
}

/** Something that stands in a list for the next step to take. */
interface Standing {
  readonly job: PlannedJob;
  /** A transcript that was made from it stands beside it. */
  readonly isTranscribed: boolean;
}

export function evaluateComposition(list: readonly (Composable | Outputs)[]): JobGraph {
  const numbers = new Map<PlannedJob, number>();
  const placed = new Map<Node, Map<string, PlannedJob>>();
  const ends = list.at(-1);
  const { left } = evaluateList(isOutputs(ends) ? list.slice(0, -1) : list, []);
  const named = isOutputs(ends) ? evaluateEnds(ends, left) : new Map<string, PlannedJob>();
  const outputs = named.size > 0 ? [...named.values()] : left.map(({ job }) => job);
  return { jobs: [...numbers.keys()], outputs, named };

  function evaluateEnds(ends: Outputs, before: readonly Standing[]): Map<string, PlannedJob> {
    const evaluated = Object.entries(ends.named).map(([name, end]) => {
      const { left } = evaluateList([end], before);
      return [name, soleOutput(left, isPipeline(end) ? end : null, `is the output \`${name}\``)] as const;
    });
    return new Map(evaluated);
  }

  function evaluateList(elements: readonly (Composable | Outputs)[], incoming: readonly Standing[]) {
    let current: readonly Standing[] = [];
    let tookIncoming = false;
    for (const element of elements) {
      if (isOutputs(element)) throw new TypeError("Expected `outputs` to stand at the end of the whole composition");
      const before = current.length > 0 ? current : incoming;
      const step = isPipeline(element) ? evaluateList(element.getOperations(), before) : evaluateStep(element, before);
      if (!step.tookIncoming) current = [...current, ...step.left];
      else {
        tookIncoming ||= current.length === 0;
        current = step.left;
      }
    }
    return { left: current, tookIncoming };
  }

  function evaluateStep(node: Node, before: readonly Standing[]) {
    const job = placeAfter(node, before);
    const takesBefore = takesWhatStandsBefore(node);
    const beside = takesBefore && node.yields === "transcript" ? before : [];
    return {
      left: [...beside.map((standing) => ({ ...standing, isTranscribed: true })), { job, isTranscribed: false }],
      tookIncoming: takesBefore && before.length > 0,
    };
  }

  function placeAfter(node: Node, before: readonly Standing[]): PlannedJob {
    const inputs = takesWhatStandsBefore(node) ? before.map(({ job }) => job) : [];
    const standIns = node[NODE].nested.map((nested) => ({ ...nested, becomes: placeNested(nested, before) }));
    const job = new PlannedJob(node, { inputs, standIns });
    const key = [inputs, job.nested].map((jobs) => jobs.map((taken) => numbers.get(taken)).join()).join("|");
    const known = placed.get(node)?.get(key);
    if (known !== undefined) return known;
    numbers.set(job, numbers.size);
    placed.set(node, (placed.get(node) ?? new Map<string, PlannedJob>()).set(key, job));
    return job;
  }

  /** The job that stands for what is nested in a parameter, or the URL of a medium. */
  function placeNested({ param, value }: Nested, before: readonly Standing[]): unknown {
    if (isPipeline(value)) {
      const { left } = evaluateList(value.getOperations(), before);
      return soleOutput(left, value, `stands in the parameter \`${param}\``);
    }
    if (!isNode(value)) throw new Error(`Expected a node or a pipeline in \`${param}\``);
    // What a parameter that takes media is given may as well be the string. A model's own options know no such thing.
    if (value.type === "media" && param !== "options") return value.params["url"];
    return placeAfter(value, before);
  }
}

function takesWhatStandsBefore(node: Node): boolean {
  const { inputs } = node[NODE].signature;
  const [main] = inputs;
  const namesMain =
    main !== undefined &&
    (Object.hasOwn(node.params, main.param) || (main.alias !== undefined && Object.hasOwn(node.params, main.alias)));
  return inputs.some((slot) => slot.required) && !namesMain;
}

/** A pipeline that ends in a transcript leaves what that was made from as well; in a parameter it is the transcript. */
function soleOutput(left: readonly Standing[], pipeline: Pipeline | null, where: string): PlannedJob {
  const [end, ...others] = left.filter(({ isTranscribed }) => !isTranscribed);
  if (end !== undefined && others.length === 0) return end.job;
  const steps = pipeline?.getOperations().length ?? 1;
  throw new TypeError(
    `Expected a pipeline that ${where} to have one output, got one of ${steps} steps with ` +
      `${others.length + 1}: end it with \`merge()\``,
  );
}
