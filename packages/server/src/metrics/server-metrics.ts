import type { DeliveryState, RunEvent } from "@proxx/contract";
import type { Engine } from "@proxx/runtime";
import type { RequestRecord } from "../http/create-app.ts";
import { createEventMetrics } from "./event-metrics.ts";
import { writeExposition, type MetricFamily } from "./exposition.ts";
import { createCounter, createHistogram } from "./instruments.ts";
import { createProcessMetrics } from "./process-metrics.ts";

const REQUEST_BOUNDS = [0.005, 0.025, 0.1, 0.5, 2.5, 10];

/** What a server counts, and what it finds in the ledger when it is asked. No tenant, id, model or address is in it. */
export interface ServerMetrics {
  onEvent(event: RunEvent): void;
  onRequest(record: RequestRecord): void;
  onAttempt(status: DeliveryState["status"]): void;
  /** The text that Prometheus reads. */
  write(figures: Figures): string;
  close(): void;
}

type Figures = Awaited<ReturnType<Engine["figures"]>>;

export function createServerMetrics(): ServerMetrics {
  const events = createEventMetrics();
  const ofProcess = createProcessMetrics();
  const requests = createCounter("proxx_http_requests_total", "Requests, by route and status.");
  const durations = createHistogram(
    "proxx_http_request_duration_seconds",
    "Until there was an answer.",
    REQUEST_BOUNDS,
  );
  const attempts = createCounter(
    "proxx_webhook_attempts_total",
    "Attempts to tell webhooks, by what the message is then.",
  );
  return {
    onEvent: (event) => events.hear(event),
    onRequest({ method, route, status, durationMs }) {
      const at = route ?? "none";
      requests.add({ route: at, method: route === null ? "any" : method, status: String(status) });
      durations.observe({ route: at }, durationMs / 1000);
    },
    onAttempt: (status) => attempts.add({ status }),
    write: (figures) =>
      writeExposition([
        ...ledgerFamilies(figures),
        ...events.families(),
        ...[requests, durations, attempts].map((instrument) => instrument.family()),
        ...ofProcess.families(),
      ]),
    close: () => ofProcess.close(),
  };
}

/** The same from whichever process is asked, bar the slots. */
function ledgerFamilies({ executions, jobs, waitingDeliveries, workers, slots }: Figures): MetricFamily[] {
  const phases = jobs.filter(({ phase }) => phase !== "ended");
  const countOf = (wanted: string) => phases.reduce((sum, { phase, count }) => sum + (phase === wanted ? count : 0), 0);
  const loads = [
    ["compute", slots.compute],
    ["wait", slots.wait],
  ] as const;
  return [
    gauge(
      "proxx_executions",
      "Executions that have not ended.",
      executions.map(({ status, count }) => [{ status }, count]),
    ),
    gauge(
      "proxx_jobs",
      "Jobs that have not ended, of executions that have not.",
      phases.map(({ type, phase, count }) => [{ operation: type, state: phase }, count]),
    ),
    gauge("proxx_jobs_queued", "Jobs that could run, and wait for a slot.", [[{}, countOf("queued")]]),
    gauge("proxx_jobs_parked", "Jobs that wait for a provider and hold nothing.", [[{}, countOf("parked")]]),
    gauge("proxx_webhooks_waiting", "Messages that are not delivered, and not given up.", [[{}, waitingDeliveries]]),
    gauge("proxx_workers", "Processes that run jobs.", [[{}, workers]]),
    gauge(
      "proxx_slots",
      "Jobs that this process runs at most.",
      loads.map(([load, { count }]) => [{ load }, count]),
    ),
    gauge(
      "proxx_slots_taken",
      "Jobs that this process runs.",
      loads.map(([load, { taken }]) => [{ load }, taken]),
    ),
  ];
}

function gauge(
  name: string,
  help: string,
  samples: readonly (readonly [Readonly<Record<string, string>>, number])[],
): MetricFamily {
  return { name, help, type: "gauge", samples: samples.map(([labels, value]) => ({ labels, value })) };
}
