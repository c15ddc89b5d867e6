import {
  executeAnswerSchema,
  planSchema,
  type ExecuteRequest,
  type Execution,
  type Plan,
  type ProviderApiKeys,
} from "@proxx/contract";
import type { z } from "zod";
import type { ExecutionTarget, StartedExecution } from "../execute/execution-target.ts";
import type { Pause } from "../execute/pause.ts";
import { strangeAnswer } from "./answer-error.ts";
import { createFollower, readStatus } from "./follow-execution.ts";
import { lateAbort } from "./late-abort.ts";
import { randomKey } from "./random-key.ts";
import { readDocument } from "./read-document.ts";
import type { Answer, ServerAddress } from "./send-request.ts";
import { answerOrError, sendWithRetries } from "./send-with-retries.ts";

export interface ServerTargetOptions extends ServerAddress {
  keysFor: (plan: Plan) => ProviderApiKeys;
  strict: boolean;
  /** Told each status that is heard while an execution is followed. */
  onStatus: (execution: Execution) => void;
  pause: Pause;
  now: () => number;
}

const ACCEPTED = executeAnswerSchema.partial({ status: true, createdAt: true });

/** Executions on a server. */
export function createServerTarget(options: ServerTargetOptions): ExecutionTarget {
  const { keysFor, strict, onStatus, pause, now, ...address } = options;
  const { apiUrl } = address;
  return {
    planOf: async (executionId, signal) => {
      const answer = await sendWithRetries(address, {
        ...about(executionId, "plan"),
        method: "GET",
        signal,
        pause,
        giveUp: signal,
      });
      return read(planSchema, answer);
    },
    statusOf: (executionId, signal) => statusOf(executionId, signal),
    async start(plan, signal) {
      const providerApiKeys = keysFor(plan);
      const body: ExecuteRequest = {
        ...plan,
        ...(Object.keys(providerApiKeys).length === 0 ? {} : { providerApiKeys }),
        ...(strict ? { strict } : {}),
      };
      const late = lateAbort(signal, pause);
      try {
        const answer = await sendWithRetries(address, {
          method: "POST",
          path: "/api/execute",
          body,
          // The same for every attempt: whichever of them arrives, it is one execution.
          headers: { "idempotency-key": randomKey() },
          signal: late.signal,
          pause,
          giveUp: signal,
        });
        const { executionId, status = "pending" } = read(ACCEPTED, answer);
        return startedExecution(executionId, status);
      } finally {
        late.release();
      }
    },
  };

  function startedExecution(id: string, status: Execution["status"]): StartedExecution {
    const follower = createFollower({
      executionId: id,
      apiUrl,
      ask: (stop) => answerOrError(address, { ...about(id, "status"), method: "GET", signal: stop }),
      onStatus,
      pause,
      now,
    });
    return {
      id,
      status,
      document: null,
      getStatus: () => statusOf(id, undefined),
      finished: (stop) => follower.finished(stop),
      async cancel() {
        // 409 is what has ended already.
        await sendWithRetries(address, { ...about(id, "cancel"), method: "POST", pause, fine: [409] });
        follower.hurry();
      },
    };
  }

  async function statusOf(executionId: string, signal: AbortSignal | undefined): Promise<Execution> {
    const answer = await sendWithRetries(address, {
      ...about(executionId, "status"),
      method: "GET",
      signal,
      pause,
      giveUp: signal,
    });
    return readStatus(answer, apiUrl);
  }

  function read<Schema extends z.ZodType>(schema: Schema, answer: Answer): z.output<Schema> {
    try {
      return readDocument(schema, answer.body);
    } catch (cause) {
      throw strangeAnswer(answer, apiUrl, cause);
    }
  }
}

function about(executionId: string, what: string) {
  return { executionId, path: `/api/execute/${encodeURIComponent(executionId)}/${what}` };
}
