import { ProxxError } from "@proxx/contract";
import { z } from "zod";
import { ProviderError, quotable } from "../ask/provider-error.ts";
import type { PollOutcome } from "../provider-result.ts";
import type { ProviderContext } from "../provider.ts";
import type { ProviderRequest } from "../provider-request.ts";
import { readMediaOutput } from "../results/read-media-output.ts";
import { readTranscript } from "../results/read-transcript.ts";
import { isRefusal } from "../ask/refusal.ts";

const predictionSchema = z.object({
  id: z.string().regex(/^[\w-]{1,200}$/),
  status: z.enum(["starting", "queued", "processing", "succeeded", "failed", "canceled", "aborted"]),
  output: z.unknown(),
  error: z.unknown(),
  logs: z.string().nullish(),
  data_removed: z.boolean().nullish(),
});

export function readPrediction(
  answer: unknown,
  request: ProviderRequest,
  { apiKey }: ProviderContext,
): { id: string; outcome: PollOutcome } {
  const parsed = predictionSchema.safeParse(answer);
  if (!parsed.success) {
    throw new ProviderError("replicate", "result_unusable", "replicate answered with something that is no prediction.");
  }
  const { id, status, output, error, logs, data_removed } = parsed.data;
  switch (status) {
    case "starting":
    case "queued":
      return { id, outcome: { state: "running", fraction: null, queuePosition: null } };
    case "processing":
      return { id, outcome: { state: "running", fraction: fractionFromLogs(logs ?? ""), queuePosition: null } };
    case "succeeded":
      if (data_removed === true && (output === null || output === undefined)) return { id, outcome: failed(expired()) };
      return { id, outcome: finished(output, request) };
    case "canceled":
      return {
        id,
        outcome: failed(
          new ProviderError("replicate", "provider_failed", "The prediction was cancelled at replicate."),
        ),
      };
    case "aborted":
      return {
        id,
        outcome: failed(
          new ProviderError("replicate", "provider_unavailable", "replicate gave the prediction up before it began."),
        ),
      };
    case "failed":
      return { id, outcome: failed(failure(typeof error === "string" ? error : "", apiKey)) };
  }
}

function finished(output: unknown, request: ProviderRequest): PollOutcome {
  if (request.task === "transcription") {
    const transcript = readTranscript(output, { wordByWord: request.options["timestamp"] !== "chunk" });
    return transcript === null ? failed(unusable()) : { state: "done", results: [transcript] };
  }
  const results = readMediaOutput(output);
  return results.length === 0 ? failed(unusable()) : { state: "done", results };
}

function failure(reason: string, apiKey: string): ProxxError {
  const said = reason === "" ? "" : `: ${quotable(reason, apiKey)}`;
  if (isRefusal(reason))
    return new ProviderError("replicate", "provider_refused", `The model refuses the request${said}`);
  // A machine of theirs was taken away, or the queue was too long; the request itself is not at fault.
  if (
    /prediction interrupted|\(code: PA\)|please retry|queue is full|high demand|E003|E004|service is temporarily unavailable/i.test(
      reason,
    )
  ) {
    return new ProviderError("replicate", "provider_unavailable", `replicate could not run the model${said}`);
  }
  return new ProviderError("replicate", "provider_failed", `The model failed${said}`);
}

function failed(error: ProxxError): PollOutcome {
  return { state: "failed", error };
}

function expired(): ProviderError {
  return new ProviderError("replicate", "result_expired", "replicate has deleted this prediction's output.");
}

function unusable(): ProviderError {
  return new ProviderError(
    "replicate",
    "result_unusable",
    "The prediction succeeded, and its output holds nothing of what was asked for.",
  );
}

/** Models that show a progress bar of tqdm write it to their log: ` 45%|████▌     | 9/20 [00:10<00:12]`. */
function fractionFromLogs(logs: string): number | null {
  const bars = [...logs.slice(-20_000).matchAll(/(\d{1,3})%\|/g)];
  const percent = Number(bars.at(-1)?.[1] ?? Number.NaN);
  return percent <= 100 ? percent / 100 : null;
}
