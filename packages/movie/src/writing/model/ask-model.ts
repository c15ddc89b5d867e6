import { errorMessage, ProxxError } from "@proxx/contract";
import type { APICallError, ModelMessage } from "ai";
import { z } from "zod";

/** An endpoint that speaks as OpenAI's chat completions do. */
export interface ScriptModel {
  /** Up to the version: `https://api.openai.com/v1`, `http://127.0.0.1:11434/v1`. */
  baseUrl: string;
  /** @default none, for an endpoint of one's own */
  apiKey?: string | undefined;
  /** What the endpoint calls the model. */
  model: string;
  /** Of `network`: it reaches only where it may. */
  fetch: typeof globalThis.fetch;
  /** For one answer. @default 180 000 */
  timeoutMs?: number | undefined;
  /** How often a request is repeated that a busy endpoint did not take. @default 2 */
  retries?: number | undefined;
}

/** What a model is to do, whatever it is given to do it with. */
export interface ModelTask {
  /** Of the answer. */
  schema: z.ZodType;
  /** What the answer is called, such as `script`. */
  name: string;
  /** What can be done without a model; continues "Try another model, or ". */
  otherwise: string;
}

/** Asks for a document, and gives the text of the answer, which ought to be JSON. */
export async function askModel(
  model: ScriptModel,
  {
    task,
    system,
    messages,
    signal,
  }: { task: ModelTask; system: string; messages: ModelMessage[]; signal: AbortSignal | undefined },
): Promise<string> {
  const patient = patientFetch(model);
  // Loading it takes 200 ms, which no script without a model should wait for.
  const [ai, { createOpenAICompatible }] = await Promise.all([import("ai"), import("@ai-sdk/openai-compatible")]);
  const { baseUrl, apiKey } = model;
  const provider = createOpenAICompatible({
    name: "openai-compatible",
    baseURL: baseUrl,
    fetch: patient.fetch,
    supportsStructuredOutputs: true,
    ...(apiKey === undefined ? {} : { apiKey }),
  });
  const ask = async (withSchema: boolean): Promise<string> => {
    const { text, finishReason } = await ai.generateText({
      model: provider(model.model),
      instructions: withSchema ? system : `${system}\n${inWords(task.schema)}`,
      messages,
      output: withSchema ? ai.Output.object({ schema: task.schema, name: task.name }) : ai.Output.json(),
      ...(signal === undefined ? {} : { abortSignal: signal }),
      maxRetries: model.retries ?? 2,
    });
    checkEnd(finishReason, model, task);
    return text;
  };
  try {
    return await ask(true).catch(async (error: unknown) => {
      // What is no JSON of the schema is judged by whoever asked.
      if (ai.NoObjectGeneratedError.isInstance(error)) return textOf(error, model, task);
      if (!ai.APICallError.isInstance(error) || !refusesSchemas(error)) throw error;
      return await ask(false).catch((again: unknown) => {
        if (ai.NoObjectGeneratedError.isInstance(again)) return textOf(again, model, task);
        throw again;
      });
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof ProxxError) throw error;
    if (patient.hasWaited()) throw timedOut(model, error);
    const cause = ai.RetryError.isInstance(error) ? error.lastError : error;
    throw ai.APICallError.isInstance(cause) ? refused(cause, model) : unreachable(cause, model);
  }
}

/** Each request has its own time: what an endpoint said before, to a request that is repeated, is not forgotten in it. */
function patientFetch({ fetch, timeoutMs = 180_000 }: ScriptModel) {
  let last = AbortSignal.timeout(timeoutMs);
  return {
    hasWaited: () => last.aborted,
    fetch: ((input, init) => {
      last = AbortSignal.timeout(timeoutMs);
      const signal = init?.signal ?? undefined;
      return fetch(input, { ...init, signal: signal === undefined ? last : AbortSignal.any([signal, last]) });
    }) satisfies typeof globalThis.fetch,
  };
}

function textOf(
  { text, finishReason }: { text?: string | undefined; finishReason?: string | undefined },
  model: ScriptModel,
  task: ModelTask,
): string {
  checkEnd(finishReason, model, task);
  return text ?? "";
}

function checkEnd(finishReason: string | undefined, { model }: ScriptModel, { name, otherwise }: ModelTask): void {
  if (finishReason === "content-filter") {
    throw new ProxxError("provider_refused", `The model ${model} refused to write the ${name}.`, {
      hint: `Its filter did not like the source. Try another model, or ${otherwise}`,
    });
  }
  if (finishReason === "length") {
    throw new ProxxError("result_unusable", `The answer of the model ${model} was cut off.`, {
      hint: "Ask for a shorter movie, or use a model that may answer at greater length.",
    });
  }
}

/** The schema in words, for an endpoint that knows JSON but no schemas. */
function inWords(schema: z.ZodType): string {
  return `The JSON Schema of the answer:\n${JSON.stringify(z.toJSONSchema(schema))}`;
}

/** An endpoint that does not know `json_schema` says so with 400 or 422. */
function refusesSchemas({ statusCode, message, responseBody }: APICallError): boolean {
  const isRequest = statusCode === 400 || statusCode === 422;
  return isRequest && /response_format|json_schema|structured/i.test(`${message} ${responseBody ?? ""}`);
}

function refused(error: APICallError, { model, baseUrl }: ScriptModel): ProxxError {
  const { statusCode: status = 0, message } = error;
  const said = `${new URL(baseUrl).host} does not answer for the model ${model}: ${message} (${status === 0 ? "no status" : status}).`;
  if (status === 401 || status === 403) {
    return new ProxxError("provider_key_refused", said, { hint: "Check the key of the script model.", cause: error });
  }
  if (status === 429) {
    return new ProxxError("provider_rate_limited", said, { hint: "Try again later.", retryable: true, cause: error });
  }
  // A sign-in page, half an answer: whoever it was did not answer as such an endpoint does.
  if (status >= 200 && status < 300) {
    const hint = "Check the address: it ends before `/chat/completions`, as `https://api.openai.com/v1` does.";
    return new ProxxError("provider_failed", said, { hint, retryable: true, cause: error });
  }
  if (status === 0 || status >= 500) {
    return new ProxxError("provider_unavailable", said, { hint: "Try again later.", retryable: true, cause: error });
  }
  return new ProxxError("provider_refused", said, { hint: "Check the model's name and the address.", cause: error });
}

function timedOut({ model, timeoutMs = 180_000 }: ScriptModel, cause: unknown): ProxxError {
  return new ProxxError("provider_timeout", `The model ${model} did not answer within ${timeoutMs / 1000} s.`, {
    hint: "Try again, or give it more time: `timeout_seconds` of `writer` in proxx.yaml.",
    retryable: true,
    cause,
  });
}

function unreachable(cause: unknown, { baseUrl }: ScriptModel): ProxxError {
  return new ProxxError("provider_unavailable", `${baseUrl} cannot be asked for a script: ${errorMessage(cause)}.`, {
    hint: "Check the address of the script model, and whether it runs.",
    retryable: true,
    cause,
  });
}
