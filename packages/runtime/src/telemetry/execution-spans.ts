/**
 * What happens in executions, as spans: the execution; in it a span for each job; in that one for each attempt; in that what the
 * attempt runs, and what it asks of providers. A span is known when it has ended, and goes out then: those inside before the
 * one around them.
 */
import { basename } from "node:path";
import type { RunEvent } from "@proxx/contract";
import type { Span } from "./span.ts";
import { newSpanId, readTraceparent, traceIdOf } from "./trace-context.ts";

type OpenSpan = Omit<Span, "endedAtMs" | "error">;

interface OpenExecution {
  readonly root: OpenSpan;
  readonly isSampled: boolean;
  /** What has begun and not ended, by what it is of. */
  readonly open: Map<string, OpenSpan>;
}

export interface ExecutionSpans {
  /** Gives those that end with it. `traceparent` is what the execution was begun with. */
  hear(event: RunEvent, traceparent: string | null): Span[];
}

const JOB = (jobId: string) => `job ${jobId}`;
const ATTEMPT = (jobId: string) => `attempt ${jobId}`;

export function createExecutionSpans(): ExecutionSpans {
  const executions = new Map<string, OpenExecution>();

  function of(event: RunEvent, traceparent: string | null): OpenExecution {
    const known = executions.get(event.executionId);
    if (known !== undefined) return known;
    const context = readTraceparent(traceparent);
    const root: OpenSpan = {
      traceId: context?.traceId ?? traceIdOf(event.executionId),
      spanId: newSpanId(),
      parentSpanId: context?.spanId ?? null,
      name: "execution",
      kind: "internal",
      beganAtMs: Date.parse(event.time),
      attributes: { "proxx.execution.id": event.executionId },
    };
    const begun = { root, isSampled: context?.isSampled ?? true, open: new Map() };
    executions.set(event.executionId, begun);
    return begun;
  }

  function hear(event: RunEvent, traceparent: string | null): Span[] {
    const execution = of(event, traceparent);
    const { open, root } = execution;
    const nowMs = Date.parse(event.time);

    function begin(
      key: string,
      parent: string | null,
      about: Pick<OpenSpan, "name" | "attributes"> & Partial<OpenSpan>,
    ) {
      const { spanId: parentSpanId } = (parent === null ? undefined : open.get(parent)) ?? root;
      const { traceId } = root;
      open.set(key, { traceId, spanId: newSpanId(), parentSpanId, kind: "internal", beganAtMs: nowMs, ...about });
    }

    function end(key: string, attributes: Span["attributes"] = {}, error: string | null = null): Span[] {
      const span = open.get(key);
      open.delete(key);
      if (span === undefined) return [];
      return [{ ...span, attributes: { ...span.attributes, ...attributes }, endedAtMs: nowMs, error }];
    }

    function beginJob(jobId: string, operation: string): void {
      if (open.has(JOB(jobId))) return;
      begin(JOB(jobId), null, {
        name: `job ${operation}`,
        attributes: { "proxx.job.id": jobId, "proxx.operation": operation },
      });
    }

    switch (event.type) {
      case "job-ready":
        beginJob(event.jobId, event.jobType);
        return [];
      case "job-started": {
        const { jobId, attempt, provider } = event;
        beginJob(jobId, event.jobType);
        const before = end(ATTEMPT(jobId), {}, "another attempt was begun");
        const attributes = { "proxx.job.id": jobId, "proxx.attempt": attempt, "proxx.provider": provider };
        begin(ATTEMPT(jobId), JOB(jobId), { name: `attempt ${attempt}`, attributes });
        return before;
      }
      case "process-started": {
        const { jobId, process, pid, argv } = event;
        const name = basename(argv[0] ?? "process");
        const attributes = { "process.pid": pid, "process.executable.name": name, "process.command_args": argv };
        begin(`process ${process}`, ATTEMPT(jobId), { name, attributes });
        return [];
      }
      case "process-ended": {
        const { process, exitCode, signal, cpuSeconds, peakMemoryBytes } = event;
        const attributes = {
          "process.exit.code": exitCode,
          "proxx.process.signal": signal,
          "proxx.process.cpu_seconds": cpuSeconds,
          "proxx.process.peak_memory_bytes": peakMemoryBytes,
        };
        return end(`process ${process}`, attributes, exitCode === 0 ? null : `ended with ${signal ?? exitCode}`);
      }
      case "provider-asked": {
        const { jobId, provider, model, task } = event;
        const attributes = { "proxx.provider": provider, "proxx.model": model, "proxx.task": task };
        begin(`provider ${jobId}`, ATTEMPT(jobId), { name: `ask ${provider}`, kind: "client", attributes });
        return [];
      }
      case "provider-answered":
        return end(`provider ${event.jobId}`, {}, event.errorCode);
      case "job-ended": {
        const { jobId, status, reused, error } = event;
        const message = error === null ? null : `${error.code}: ${error.message}`;
        const attributes = { "proxx.job.status": status, "proxx.job.reused": reused };
        return [...end(ATTEMPT(jobId), {}, message), ...end(JOB(jobId), attributes, message)];
      }
      case "execution-ended": {
        const { status, error } = event;
        const rest = [...open.keys()].flatMap((key) => end(key));
        const message = error === null ? null : `${error.code}: ${error.message}`;
        executions.delete(event.executionId);
        const attributes = { ...root.attributes, "proxx.execution.status": status };
        return [...rest, { ...root, attributes, endedAtMs: nowMs, error: message }];
      }
      default:
        return [];
    }
  }

  return {
    hear(event, traceparent) {
      const { isSampled } = of(event, traceparent);
      const ended = hear(event, traceparent);
      return isSampled ? ended : [];
    },
  };
}
