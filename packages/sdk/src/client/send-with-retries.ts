import { backoffMs, ProxxError } from "@proxx/contract";
import type { Pause } from "../execute/pause.ts";
import { answerError, isSuccess } from "./answer-error.ts";
import { abortedRequest, sendRequest, type Answer, type ServerAddress, type ServerRequest } from "./send-request.ts";

const ATTEMPTS = 4;
const BACKOFF = { firstMs: 250, growth: 4, longestMs: 3000 };
/** A server that wants to be left alone for longer than this is not waited for. */
const MAX_RETRY_AFTER_MS = 60_000;

export interface RetriedRequest extends ServerRequest {
  pause: Pause;
  /** Statuses that are as good as success. */
  fine?: readonly number[];
  /** Aborted: no further attempt. The one on its way is the matter of `signal`. */
  giveUp?: AbortSignal | undefined;
}

/**
 * A request that may be sent twice, sent again while what stands against it may pass. Resolves with an answer of success,
 * rejects with what stood against it the last time.
 */
export async function sendWithRetries(address: ServerAddress, request: RetriedRequest): Promise<Answer> {
  const { pause, giveUp, fine = [] } = request;
  for (let attempt = 1; ; attempt++) {
    const answer = await answerOrError(address, request);
    if (!(answer instanceof ProxxError) && (isSuccess(answer) || fine.includes(answer.status))) return answer;
    const [error, askedMs] =
      answer instanceof ProxxError
        ? [answer, 0]
        : [answerError(answer, address.apiUrl, request.executionId), answer.retryAfterMs ?? 0];
    if (!error.retryable || attempt === ATTEMPTS || askedMs > MAX_RETRY_AFTER_MS) throw error;
    await pause(backoffMs(attempt, { ...BACKOFF, retryAfterMs: askedMs }), giveUp);
    if (giveUp?.aborted) throw abortedRequest(giveUp.reason);
  }
}

/** A request that finds no server is an outcome like others. */
export async function answerOrError(address: ServerAddress, request: ServerRequest): Promise<Answer | ProxxError> {
  try {
    return await sendRequest(address, request);
  } catch (error) {
    if (error instanceof ProxxError && error.code === "server_unreachable") return error;
    throw error;
  }
}
