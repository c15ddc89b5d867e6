import { PlanValidationError, type Issue, type Plan } from "@proxx/contract";
import * as builders from "@proxx/operations/builders";

/**
 * A refused plan in the words of whoever composed it: builders and their parameters, with the place in the plan, which
 * nobody has written, behind them.
 */
export function wordIssues(refusal: PlanValidationError, { jobs }: Pick<Plan, "jobs">): PlanValidationError {
  const issues = refusal.issues.map((issue) => wordIssue(issue, jobs));
  const [first] = issues;
  if (first === undefined) return refusal;
  const others = issues.length - 1;
  const more = others === 0 ? "" : ` (and ${others} more ${others === 1 ? "issue" : "issues"})`;
  return new PlanValidationError(issues, `${first.message} [${first.path}]${more}`);
}

function wordIssue(issue: Issue, jobs: Plan["jobs"]): Issue {
  const [, index, param] = /^\$\.jobs\[(\d+)\](?:\.params(?:\.(\w+))?)?/.exec(issue.path) ?? [];
  const job = index === undefined ? undefined : jobs[Number(index)];
  if (job === undefined) return wordOption(issue);
  const builder = builderOf(job.type);
  const words = WORDS[issue.code]?.(builder, param ?? "");
  if (words !== undefined) return { ...issue, ...words };
  const called = param === undefined ? `${builder}(…)` : `${builder}({ ${param} })`;
  const isModelsName = param === "model" && issue.code === "wrong_type" && typeof job.params["model"] === "string";
  const hint = isModelsName ? MODEL_HINT : named(issue.hint, job.type);
  return { ...issue, message: `${called}: ${named(issue.message, job.type)}`, hint };
}

const MODEL_HINT = 'Name it by its provider, such as `replicate("bytedance/seedance-1-pro")`.';

/** What an option of `execute` says. */
function wordOption(issue: Issue): Issue {
  if (issue.path !== "$.webhook.url" || issue.code !== "invalid_value") return issue;
  const hint = "Give the whole address, such as `https://example.com/webhook`.";
  return { ...issue, message: `webhookUrl: ${issue.message}`, hint };
}

/** What depends on how jobs are wired, which `compose` does. */
const WORDS: Readonly<Record<string, (builder: string, param: string) => Pick<Issue, "message" | "hint">>> = {
  missing_input: (builder, param) =>
    isMainInput(builder, param)
      ? {
          message: `${builder}(…) has no input: put a clip before it.`,
          hint: `\`compose(clip, ${builder}(…))\`, or name it: \`${builder}({ ${param}: … })\`.`,
        }
      : {
          message: `${builder}(…) has no \`${param}\`.`,
          hint: `Name it: \`${builder}({ ${param}: … })\`, or put the step that makes it before.`,
        },
  output_unused: (builder) => ({
    message: `Nothing takes what ${builder}(…) makes.`,
    hint: "Join several with `merge()`, ask for each by name with `outputs({ … })`, or leave it out.",
  }),
  too_many_inputs: (builder) => ({
    message: `${builder}(…) has no place for all that stands before it.`,
    hint: "Join it with `merge()` first, or name in the parameters what is to be taken.",
  }),
};

/** Whether it is the clip that a step works on, and not what it takes beside it. */
function isMainInput(name: string, param: string): boolean {
  const signature = Object.entries(builders).find(([builder]) => builder === name)?.[1].signature;
  return signature === undefined || signature.inputs[0]?.param === param;
}

function builderOf(type: string): string {
  return Object.entries(builders).find(([, { signature }]) => signature.type === type)?.[0] ?? type;
}

/** `generate` is called `generateVideo` in a program, and its parameters are shown by the editor. */
function named(text: string, type: string): string {
  const builder = builderOf(type);
  return text
    .replaceAll(`\`${type}\``, `\`${builder}\``)
    .replace("`proxx schema plan` shows what each operation takes.", `The types of \`${builder}\` say what it takes.`);
}
