import { ProxxError } from "@proxx/contract";
import type { IngestedSource } from "./ingest-source.ts";
import type { ReadAs } from "./read-as.ts";
import type { OwnSources } from "./own-source.ts";
import type { PlacedSource } from "../plan/place-sources.ts";
import { assertKind } from "../state/resolve-inputs.ts";
import { locateSource } from "./source-location.ts";
import { takeSlot } from "../scheduling/slots.ts";
import type { EngineResources } from "../execution/engine-resources.ts";

/** Reads the sources of one execution, each of them once however often it stands in the plan. */
export function createIngestion(
  { sources, slots }: Pick<EngineResources, "sources" | "slots">,
  about: {
    baseFolder: string;
    ownSources: OwnSources;
    workFolder: () => Promise<string>;
    signal: AbortSignal;
    tenant: string | null;
    group: object;
    groupRank: number;
  },
): { ingest: (placed: PlacedSource, location: string) => Promise<IngestedSource>; settled: () => Promise<void> } {
  const reading = new Map<string, Promise<IngestedSource>>();

  async function read(location: string, as: ReadAs, rank: number): Promise<IngestedSource> {
    const { baseFolder, ownSources, signal, tenant, group, groupRank } = about;
    const release = await takeSlot(slots.sources, { tenant, group, groupRank, rank }, signal);
    try {
      return await sources.ingest(locateSource(location, baseFolder), {
        as,
        workFolder: await about.workFolder(),
        ownSources,
        signal,
      });
    } finally {
      release();
    }
  }

  return {
    async ingest(placed, location) {
      const { accepts } = placed.source;
      const as = accepts.includes("text") ? "text" : accepts.includes("page") ? "page" : "media";
      const key = `${as} ${location}`;
      const promise = reading.get(key) ?? read(location, as, reading.size);
      reading.set(key, promise);
      try {
        const ingested = await promise;
        assertKind(placed, ingested.stored);
        return ingested;
      } catch (error) {
        throw atPlace(error, placed);
      }
    },
    async settled() {
      await Promise.allSettled(reading.values());
    },
  };
}

function atPlace(error: unknown, { place }: PlacedSource): unknown {
  if (!(error instanceof ProxxError) || error.message.includes(place)) return error;
  const { code, hint, retryable, message } = error;
  return new ProxxError(code, `${place}: ${message}`, { hint, retryable, cause: error });
}
