import type { RunEvent } from "@proxx/contract";
import type { MetricFamily } from "./exposition.ts";
import { createCounter, createHistogram } from "./instruments.ts";

/** Seconds: from what is only looked up to what renders for an hour. */
const JOB_BOUNDS = [0.01, 0.05, 0.25, 1, 5, 15, 60, 300, 1800, 3600];

/** What is counted of the executions that have their place in this process. */
export interface EventMetrics {
  hear(event: RunEvent): void;
  families(): MetricFamily[];
}

export function createEventMetrics(): EventMetrics {
  const executions = createCounter("proxx_executions_ended_total", "Executions that ended here, by how.");
  const jobs = createHistogram("proxx_job_duration_seconds", "Jobs that ran here, from begin to end.", JOB_BOUNDS);
  const reused = createCounter("proxx_jobs_reused_total", "Jobs whose output was there already.");
  const asked = createHistogram("proxx_provider_duration_seconds", "Requests to providers, with the wait.", JOB_BOUNDS);
  const stored = createCounter("proxx_artifact_bytes_total", "Bytes of the files that were made here.");
  /** By execution, the operation of each job that is known to run. */
  const types = new Map<string, Map<string, string>>();

  return {
    hear(event) {
      switch (event.type) {
        case "job-ready":
        case "job-started": {
          const own = types.get(event.executionId) ?? new Map<string, string>();
          types.set(event.executionId, own.set(event.jobId, event.jobType));
          return;
        }
        case "job-ended": {
          // One that another process began, and this one goes on with, may not have been heard of.
          const operation = types.get(event.executionId)?.get(event.jobId) ?? "unknown";
          if (event.reused) reused.add({ operation });
          else if (event.seconds > 0) jobs.observe({ operation, status: event.status }, event.seconds);
          return;
        }
        case "provider-answered": {
          const { provider, errorCode, seconds } = event;
          return asked.observe({ provider, outcome: errorCode ?? "answered" }, seconds);
        }
        case "artifact-stored":
          return stored.add({}, event.artifact.size);
        case "execution-ended":
          types.delete(event.executionId);
          return executions.add({ status: event.status });
        default:
          return;
      }
    },
    families: () => [executions, jobs, reused, asked, stored].map((instrument) => instrument.family()),
  };
}
