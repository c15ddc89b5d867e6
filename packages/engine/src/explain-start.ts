import { checkStart } from "./check-start.ts";
import type { EngineSettings } from "./engine-options.ts";
import type { EngineResources } from "./execution/engine-resources.ts";
import { explainPlan, type PlanExplanation } from "./execution/explain-plan.ts";
import { createIngestion } from "./sources/ingest-sources.ts";
import { readStartOptions, type StartOptions } from "./start-options.ts";

/** What starting a plan would do, without doing it. */
export async function explainStart(
  rawPlan: unknown,
  startOptions: StartOptions,
  { settings, open }: { settings: EngineSettings; open: (tenant: string | null) => Promise<EngineResources> },
): Promise<PlanExplanation> {
  const { plan, base } = await checkStart(rawPlan, startOptions, settings);
  const { baseFolder, ownSources, keepIntermediates, verify, tenant } = readStartOptions(startOptions);
  const resources = await open(tenant);
  const { ingest } = createIngestion(resources, {
    baseFolder,
    ownSources,
    tenant,
    group: {},
    groupRank: Number.MAX_SAFE_INTEGER,
    workFolder: async () => resources.workFolder,
    signal: startOptions.signal ?? new AbortController().signal,
  });
  const result = base === null || !base.isDecided ? null : await base.result();
  return explainPlan(plan, { keepIntermediates, verify, base: result, ingest }, resources);
}
