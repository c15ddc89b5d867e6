import { monitorEventLoopDelay } from "node:perf_hooks";
import type { MetricFamily } from "./exposition.ts";

const QUANTILES = [0.5, 0.9, 0.99] as const;

/** What is known of this process. How late its event loop is, is looked at from the first time on that somebody asks. */
export function createProcessMetrics(): { families(): MetricFamily[]; close(): void } {
  let delay: ReturnType<typeof monitorEventLoopDelay> | null = null;
  return {
    families() {
      const lateness = delay;
      if (delay === null) {
        delay = monitorEventLoopDelay({ resolution: 20 });
        delay.enable();
      }
      const late = (quantile: number) => (lateness === null ? 0 : lateness.percentile(quantile * 100) / 1e9);
      const samples = QUANTILES.map((quantile) => ({ labels: { quantile: String(quantile) }, value: late(quantile) }));
      lateness?.reset();
      const { user, system } = process.cpuUsage();
      return [
        {
          name: "proxx_event_loop_delay_seconds",
          type: "gauge",
          help: "How late the event loop was since this was asked last.",
          samples,
        },
        gauge("process_resident_memory_bytes", "Memory of this process.", process.memoryUsage.rss()),
        {
          name: "process_cpu_seconds_total",
          type: "counter",
          help: "CPU time of this process, without the tools that it runs.",
          samples: [{ labels: {}, value: (user + system) / 1e6 }],
        },
        gauge("process_start_time_seconds", "When this process began, since 1970.", performance.timeOrigin / 1000),
      ];
    },
    close: () => void delay?.disable(),
  };
}

function gauge(name: string, help: string, value: number): MetricFamily {
  return { name, type: "gauge", help, samples: [{ labels: {}, value }] };
}
