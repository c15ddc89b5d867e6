import { createHash } from "node:crypto";
import { join } from "node:path";
import type { EngineSettings } from "../engine-options.ts";
import { createSourceReader } from "../sources/ingest-source.ts";
import { createCachedNotes, createFileNotes, createLedgerNotes } from "../sources/source-notes.ts";
import { createReuseIndex } from "../store/reuse-index.ts";
import type { EngineResources } from "./engine-resources.ts";

type TenantResources = Pick<EngineResources, "reuse" | "sources">;

/**
 * What tells that something was made before, or was fetched: each tenant has its own, so that no tenant can
 * find out what another one has. The store below is one for all: whoever has made the same bytes has them anyway.
 */
export function createTenantResources(settings: EngineSettings): (tenant: string | null) => TenantResources {
  const { home, store, probe, fetchSource, now, maxSourceBytes: maxBytes, sourceTimeoutMs: timeoutMs } = settings;
  const { openReuse, ledger, sharedLimits } = settings;
  const known = new Map<string | null, TenantResources>();

  function create(tenant: string | null): TenantResources {
    const below = tenant === null ? [] : ["tenants", folderName(tenant)];
    const folder = join(home, ...below);
    const own = createFileNotes(join(folder, "sources"));
    const shared = sharedLimits === null ? null : createLedgerNotes(ledger, tenant);
    const notes = {
      paths: own,
      facts: shared === null ? own : createCachedNotes(own, shared),
      urls: shared ?? own,
    };
    return {
      reuse: openReuse?.([...below, "reuse"].join("/")) ?? createReuseIndex(join(folder, "reuse")),
      sources: createSourceReader({ ...notes, store, probe, fetchSource, now, maxBytes, timeoutMs }),
    };
  }

  return (tenant) => {
    const resources = known.get(tenant) ?? create(tenant);
    known.set(tenant, resources);
    return resources;
  };
}

/** A tenant's name can be anything; that of a folder cannot. */
function folderName(tenant: string): string {
  return createHash("sha256").update(tenant).digest("hex");
}
