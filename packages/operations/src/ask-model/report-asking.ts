import { ProxxError, type JobContext } from "@proxx/contract";
import type { ProviderRequest } from "@proxx/providers";

/** Asks a provider, and tells those who watch the execution that it is asked and what came of it. */
export async function reportAsking<Answer>(
  provider: string,
  { model, task }: Pick<ProviderRequest, "model" | "task">,
  { report }: Pick<JobContext, "report">,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  report({ type: "provider-asked", provider, model, task });
  const startedAt = performance.now();
  const tellOfAnswer = (errorCode: string | null) => {
    const seconds = Math.round(performance.now() - startedAt) / 1000;
    report({ type: "provider-answered", provider, model, seconds, errorCode });
  };
  try {
    const answer = await ask();
    tellOfAnswer(null);
    return answer;
  } catch (error) {
    tellOfAnswer(error instanceof ProxxError ? error.code : "internal");
    throw error;
  }
}
