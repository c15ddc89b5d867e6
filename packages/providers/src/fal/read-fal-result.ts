import { z } from "zod";
import { ProviderError } from "../ask/provider-error.ts";
import type { PollOutcome } from "../provider-result.ts";
import type { ProviderRequest } from "../provider-request.ts";
import { readMediaOutput } from "../results/read-media-output.ts";
import { readTranscript } from "../results/read-transcript.ts";

/** Image models blacken what their filter strikes, and say so beside it. */
const filteredSchema = z.object({ has_nsfw_concepts: z.array(z.boolean()).min(1) });

export function readFalResult(data: unknown, request: ProviderRequest): PollOutcome {
  const filtered = filteredSchema.safeParse(data);
  if (filtered.success && filtered.data.has_nsfw_concepts.every(Boolean)) {
    return failed("provider_refused", "The model's filter blackened every image.");
  }
  if (request.task === "transcription") {
    const chunks = request.options["chunk_level"];
    const transcript = readTranscript(data, { wordByWord: chunks === undefined || chunks === "word" });
    return transcript === null ? unusable() : { state: "done", results: [transcript] };
  }
  const results = readMediaOutput(data);
  return results.length === 0 ? unusable() : { state: "done", results };
}

function unusable(): PollOutcome {
  return failed("result_unusable", "The request is done, and its result holds nothing of what was asked for.");
}

function failed(code: "provider_refused" | "result_unusable", message: string): PollOutcome {
  return { state: "failed", error: new ProviderError("fal", code, message) };
}
