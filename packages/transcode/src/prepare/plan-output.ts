import type { CheckedJobSpec, Issue } from "@proxx/contract";
import { planClip, type ClipPlan } from "../clip-plan/clip-plan.ts";
import { resolveName } from "../document/naming.ts";
import type { Profile } from "../profile/profiles.ts";
import type { InspectedSource, RawSource } from "../source/inspected-source.ts";

interface PlanInputs {
  spec: CheckedJobSpec;
  jobId: string;
  profile: Profile;
  threads: number;
}

interface PlanSubject {
  source: InspectedSource | RawSource;
  fileName: string;
  /** Its place among the sources. */
  index: number;
}

interface PlannedOutput {
  /** Null when the template gives none for this source. */
  outputName: string | null;
  /** Null for a clip that DaVinci Resolve makes. */
  plan: ClipPlan | null;
  issues: Issue[];
}

/** The name and the plan of one clip, or what stands against them. */
export function planOutput(
  { source, fileName, index }: PlanSubject,
  { spec, jobId, profile, threads }: PlanInputs,
): PlannedOutput {
  const issues: Issue[] = [];
  const named = resolveName(
    spec.output_name_template,
    { fileName, index, facts: source.facts },
    {
      jobId,
      codec: spec.codec,
      resolution: spec.resolution ?? profile.resolution,
      profile: profile.name,
      createdAt: spec.created_at,
      container: spec.container,
    },
  );
  if ("problem" in named) {
    issues.push({
      path: "$.output_name_template",
      code: "invalid_name",
      message: `For source ${index}, ${named.problem}.`,
      hint: named.hint,
    });
  }
  const outputName = "name" in named ? named.name : null;
  if (source.engine === "resolve") return { outputName, plan: null, issues };
  const { plan, problems } = planClip(source, spec, profile, { threads });
  for (const { field, code, message, hint } of problems) {
    const path = field === null ? `$.sources[${index}]` : `$.${field}`;
    issues.push({ path, code, message: `${fileName}: ${message}`, hint });
  }
  return { outputName, plan, issues };
}
