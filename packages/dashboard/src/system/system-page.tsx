import type { System } from "@proxx/contract";
import type { ComponentChildren } from "preact";
import { client } from "../live/server.ts";
import { Icon } from "../parts/icon.tsx";
import { useLoaded } from "../parts/load.ts";
import { OperatorPage } from "../parts/operator-page.tsx";
import { ProgressBar } from "../parts/progress-bar.tsx";
import { RelativeTime } from "../parts/relative-time.tsx";
import { bytes } from "../words/times.ts";
import { words } from "../words/words.ts";
import { Findings } from "./findings.tsx";

const LOOK_AGAIN_MS = 3000;

export function SystemPage() {
  const { pages } = words.value;
  const loaded = useLoaded((signal) => client.system.get({ signal }), "system");
  return (
    <OperatorPage title={pages.system} icon="gauge" loaded={loaded} everyMs={LOOK_AGAIN_MS}>
      {(found) => (
        <>
          <Figures system={found} />
          <Queue system={found} />
          <Findings findings={found.findings} />
        </>
      )}
    </OperatorPage>
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
