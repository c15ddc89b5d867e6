import type { System } from "@proxx/contract";
import { RequestRefused } from "@proxx/sdk/client";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { client } from "../live/server.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { FailureNote } from "../parts/failure-note.tsx";
import { Icon } from "../parts/icon.tsx";
import { useLoaded } from "../parts/load.ts";
import { ProgressBar } from "../parts/progress-bar.tsx";
import { RelativeTime } from "../parts/relative-time.tsx";
import { bytes } from "../words/times.ts";
import { words } from "../words/words.ts";
import { Findings } from "./findings.tsx";

const LOOK_AGAIN_MS = 3000;

export function SystemPage() {
  const { pages, system, shell } = words.value;
  const loaded = useLoaded((signal) => client.system.get({ signal }), "system");
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") loaded.reload();
    }, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [loaded]);
  const error = loaded.error.value;
  const found = loaded.value.value;
  const isForeign = error instanceof RequestRefused && error.status === 403;
  return (
    <>
      <div class="page-head">
        <h1>{pages.system}</h1>
      </div>
      {isForeign && <EmptyState icon="gauge" title={system.operatorOnly} hint={system.operatorOnlyHint} />}
      {error !== null && !isForeign && <FailureNote error={error} onRetry={loaded.reload} />}
      {found === undefined && error === null && <p class="soft">{shell.loading}</p>}
      {found !== undefined && <Figures system={found} />}
      {found !== undefined && <Queue system={found} />}
      {found !== undefined && <Findings findings={found.findings} />}
    </>
  );
}

function Figure({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class="card figure">
      <span class="soft small">{label}</span>
      {children}
    </div>
  );
}

function Figures({ system: found }: { system: System }) {
  const { system } = words.value;
  const { compute, wait } = found.slots;
  const queued = countOf(found, "queued");
  const parked = countOf(found, "parked");
  return (
    <div class="figures numbers">
      <Figure label={system.queued}>
        <strong>{queued}</strong>
        <span class="soft small">
          {system.parked}: {parked}
        </span>
      </Figure>
      <Figure label={system.slots}>
        <strong>
          {compute.taken} / {compute.count}
        </strong>
        <ProgressBar value={compute.count === 0 ? 0 : (compute.taken / compute.count) * 100} label={system.compute} />
        <span class="soft small">
          {system.wait}: {wait.taken} / {wait.count}
        </span>
      </Figure>
      <Figure label={system.workers}>
        <strong>{found.workers}</strong>
        <span class="soft small">
          {system.deliveries}: {found.waitingDeliveries}
        </span>
      </Figure>
      {found.disks.map(({ name, path, freeBytes, totalBytes }) => (
        <Figure key={path} label={`${system.disk} · ${name}`}>
          <strong>{bytes(freeBytes)}</strong>
          <ProgressBar value={((totalBytes - freeBytes) / totalBytes) * 100} label={path} />
          <span class="soft small cut" title={path}>
            {system.free(bytes(freeBytes), bytes(totalBytes))}
          </span>
        </Figure>
      ))}
      <Figure label={system.memory}>
        <strong>{bytes(found.memoryBytes)}</strong>
        <span class="soft small">
          Proxx {found.version} · {system.since} <RelativeTime time={found.startedAt} />
        </span>
      </Figure>
    </div>
  );
}

function Queue({ system: found }: { system: System }) {
  const { system } = words.value;
  const rows = found.jobs.filter(({ phase }) => phase !== "ended");
  return (
    <section class="section">
      <h2>{system.queue}</h2>
      {rows.length === 0 ? (
        <p class="soft mark">
          <Icon name="tick" />
          {system.idle}
        </p>
      ) : (
        <div class="card scroller" tabIndex={0} role="region" aria-label={system.queue}>
          <table class="table numbers">
            <thead>
              <tr>
                <th>{system.operation}</th>
                <th>{system.phase}</th>
                <th>{system.count}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ type, phase, count }) => (
                <tr key={`${type} ${phase}`}>
                  <td class="mono">{type}</td>
                  <td>{phase}</td>
                  <td>{count}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function countOf({ jobs }: System, wanted: string): number {
  return jobs.reduce((sum, { phase, count }) => sum + (phase === wanted ? count : 0), 0);
}
