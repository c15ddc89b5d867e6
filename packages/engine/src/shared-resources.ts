import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Load } from "@proxx/contract";
import type { EngineSettings } from "./engine-options.ts";
import { createCallbackTokens } from "./attempt/callback-tokens.ts";
import type { WaitingJob } from "./ledger/ledger.ts";
import type { EngineResources } from "./execution/engine-resources.ts";
import { createTenantResources } from "./execution/tenant-resources.ts";
import { createSlots, type Slots } from "./scheduling/slots.ts";
import { makeWorkFolder } from "./store/work-folder.ts";

const SOURCES_AT_A_TIME = 4;

/** By what a job needs a slot for. */
export type SlotFigures = Readonly<Record<Load, Pick<Slots, "count" | "taken">>>;

/** What all executions share; the work folder is made when the first one needs it. */
export function createResources(
  settings: EngineSettings,
  about: Pick<EngineResources, "closing" | "worker" | "onTold" | "onKept" | "onEnded">,
) {
  const { home, store, now } = settings;
  const ofTenant = createTenantResources(settings);
  const tokens = createCallbackTokens(settings.sealer);
  const resources = {
    ...about,
    ledger: settings.ledger,
    store,
    fetchResult: settings.fetchResult,
    slots: {
      compute: createSlots(settings.computeSlots),
      wait: createSlots(settings.waitSlots),
      sources: createSlots(SOURCES_AT_A_TIME),
      deferring: createSlots(settings.computeSlots),
    },
    sharedLimits: settings.sharedLimits,
    jobTimeoutMs: settings.jobTimeoutMs,
    parkedTimeoutMs: settings.parkedTimeoutMs,
    cancelRun: settings.cancelRun,
    explainMisses: settings.explainMisses,
    callbackUrlOf: async (job: WaitingJob) =>
      settings.callbackUrl === null ? null : settings.callbackUrl(await tokens.make(job)),
    abortGraceMs: settings.abortGraceMs,
    maxSourceBytes: settings.maxSourceBytes,
    sourceTimeoutMs: settings.sourceTimeoutMs,
    now,
  };
  let workFolder: Promise<string> | undefined;
  return {
    slots: resources.slots,
    jobOfCallback: (token: string) => tokens.read(token),
    async open(tenant: string | null): Promise<EngineResources> {
      workFolder ??= makeWorkFolder(join(home, "work"));
      try {
        return { ...resources, ...ofTenant(tenant), workFolder: await workFolder };
      } catch (error) {
        // A folder that cannot be made may be mended before the next execution.
        workFolder = undefined;
        throw error;
      }
    },
    async close(): Promise<void> {
      if (workFolder !== undefined) await rm(await workFolder, { recursive: true, force: true });
    },
  };
}
