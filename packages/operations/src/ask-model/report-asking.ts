import { Parked, ProxxError, type JobContext } from "@proxx/contract";
import type { ProviderRequest } from "@proxx/providers";
import type { NotedRun } from "./noted-down.ts";

/**
 * Asks a provider, and tells those who watch the execution that it is asked and what came of it: once each, however often a
 * job that is parked asks after the same run in between.
 */
export async function reportAsking<Answer>(
  provider: string,
  asked: { request: Pick<ProviderRequest, "model" | "task">; remembered: NotedRun | null },
  { report }: Pick<JobContext, "report">,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  if (asked.remembered?.isAnswered === true) return await ask();
  const { model, task } = asked.request;
  if (asked.remembered === null) report({ type: "provider-asked", provider, model, task });
  const startedAtMs = asked.remembered?.submittedAtMs ?? Date.now();
  const tellOfAnswer = (errorCode: string | null) => {
    const seconds = Math.max(0, Date.now() - startedAtMs) / 1000;
    report({ type: "provider-answered", provider, model, seconds, errorCode });
  };
  try {
    const answer = await ask();
    tellOfAnswer(null);
    return answer;
  } catch (error) {
    if (error instanceof Parked) throw error;
    tellOfAnswer(error instanceof ProxxError ? error.code : "internal");
    throw error;
  }
}
