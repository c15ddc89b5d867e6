import { z } from "zod";
import { checkedId } from "../ask/checked-id.ts";
import { isMediaInput } from "../results/media-input.ts";
import { ProviderError, quotable } from "../ask/provider-error.ts";
import type { PollOutcome, ProviderResult, Submission } from "../provider-result.ts";
import type { ProviderContext } from "../provider.ts";
import type { ProviderRequest } from "../provider-request.ts";
import { isRefusal } from "../ask/refusal.ts";
import { callGoogle, downloadGoogleFile } from "./google-client.ts";
import { inlineBytes } from "./inline-bytes.ts";

const ID = /^[\w=-]{1,4000}$/;

/** The client retries by itself unless it is told not to. */
const ONCE = { retries: { strategy: "none" } } as const;

export async function startInteraction(
  request: ProviderRequest,
  fields: Readonly<Record<string, unknown>>,
  context: ProviderContext,
): Promise<Submission> {
  const { prompt, image, video, seed, task, ...format } = fields;
  const input = [...(await contents("image", image)), ...(await contents("video", video))];
  const generation = {
    ...(typeof seed === "number" ? { seed } : {}),
    ...(typeof task === "string" ? { video_config: { task } } : {}),
  };
  const interaction = await callGoogle("gemini", "submit", context, (client) =>
    client.interactions.create(
      {
        model: request.model,
        input: [...input, { type: "text", text: typeof prompt === "string" ? prompt : "" }],
        background: true,
        generation_config: generation,
        // More than 4 MB come by address only; a video nearly always is more.
        response_format:
          request.task === "image" ? { type: "image", ...format } : { type: "video", delivery: "uri", ...format },
      },
      ONCE,
    ),
  );
  return { state: "running", id: checkedId("google-cloud", interaction.id, ID) };
}

export async function pollInteraction(
  id: string,
  request: ProviderRequest,
  context: ProviderContext,
): Promise<PollOutcome> {
  const answer = await callGoogle("gemini", "poll", context, (client) =>
    client.interactions.get(checkedId("google-cloud", id, ID), {}, ONCE),
  );
  const parsed = interactionSchema.safeParse(answer);
  if (!parsed.success) {
    throw new ProviderError(
      "google-cloud",
      "result_unusable",
      "google-cloud answered with something that is no interaction.",
    );
  }
  const interaction = parsed.data;
  switch (interaction.status) {
    case "queued":
    case "in_progress":
      return running;
    case "completed":
      return collect(interaction, request, context);
    default:
      return { state: "failed", error: failure(interaction, context.apiKey) };
  }
}

export async function cancelInteraction(id: string, context: ProviderContext): Promise<void> {
  await callGoogle("gemini", "cancel", context, (client) =>
    client.interactions.cancel(checkedId("google-cloud", id, ID), {}, ONCE),
  );
}

const running: PollOutcome = { state: "running", fraction: null, queuePosition: null };

async function contents(type: "image" | "video", media: unknown) {
  const items = Array.isArray(media) ? media : media === undefined ? [] : [media];
  return Promise.all(
    items.map(async (item: unknown) =>
      isMediaInput(item)
        ? { type, mime_type: item.mediaType, data: await inlineBytes(item) }
        : { type, uri: String(item) },
    ),
  );
}

const contentSchema = z.looseObject({
  type: z.string(),
  data: z.string().nullish(),
  uri: z.string().nullish(),
  mime_type: z.string().nullish(),
  text: z.string().nullish(),
});

const interactionSchema = z.object({
  status: z.string(),
  steps: z
    .array(
      z.looseObject({
        type: z.string(),
        content: z.array(contentSchema).nullish(),
        error: z.object({ message: z.string().nullish() }).nullish(),
      }),
    )
    .nullish(),
  errors: z.array(z.object({ message: z.string().nullish() })).nullish(),
});
type Interaction = z.infer<typeof interactionSchema>;

async function collect(
  interaction: Interaction,
  request: ProviderRequest,
  context: ProviderContext,
): Promise<PollOutcome> {
  const made = outputs(interaction).filter(({ type }) => type === request.task);
  const results: ProviderResult[] = [];
  for (const { data, uri, mime_type } of made) {
    const mediaType = mime_type ?? (request.task === "image" ? "image/png" : "video/mp4");
    if (typeof data === "string" && data !== "") {
      results.push({ kind: "bytes", data: new Uint8Array(Buffer.from(data, "base64")), mediaType });
    } else if (typeof uri === "string") {
      const file = await fetchFile(uri, context);
      if (file === null) return running;
      results.push({ kind: "bytes", data: file, mediaType });
    }
  }
  if (results.length > 0) return { state: "done", results };
  // A model that will not do it says so in words and completes.
  const words = outputs(interaction)
    .map(({ text }) => text ?? "")
    .join(" ")
    .trim();
  const said = quotable(words, context.apiKey);
  return {
    state: "failed",
    error:
      words === ""
        ? new ProviderError(
            "google-cloud",
            "result_unusable",
            `The interaction is done, and there is no ${request.task} in it.`,
          )
        : new ProviderError("google-cloud", "provider_refused", `The model answered in words: ${said}`),
  };
}

function outputs({ steps }: Interaction) {
  return (steps ?? []).filter(({ type }) => type === "model_output").flatMap(({ content }) => content ?? []);
}

/** The bytes of a finished file; null while Google is still putting it away. */
async function fetchFile(uri: string, context: ProviderContext): Promise<Uint8Array | null> {
  const name = /(?:^|\/)(files\/[\w-]+)(?::|\?|$)/.exec(uri)?.[1];
  if (name === undefined) {
    throw new ProviderError(
      "google-cloud",
      "result_unusable",
      "google-cloud put the result where it cannot be fetched.",
    );
  }
  const file = await callGoogle("gemini", "poll", context, (client) => client.files.get({ name }));
  if (String(file.state) === "PROCESSING") return null;
  if (String(file.state) === "FAILED") {
    throw new ProviderError("google-cloud", "provider_failed", "google-cloud lost the result while putting it away.");
  }
  return downloadGoogleFile(name, context);
}

function failure({ status, errors, steps }: Interaction, apiKey: string): ProviderError {
  const messages = [...(errors ?? []), ...(steps ?? []).map(({ error }) => error)].map((error) => error?.message ?? "");
  const reason = messages.filter((message) => message !== "").join(" ");
  const said = reason === "" ? "" : `: ${quotable(reason, apiKey)}`;
  if (isRefusal(reason))
    return new ProviderError("google-cloud", "provider_refused", `The model refuses the request${said}`);
  return new ProviderError(
    "google-cloud",
    "provider_failed",
    `The interaction ended as ${quotable(status, apiKey)}${said}`,
  );
}
