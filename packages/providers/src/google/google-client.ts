import type { GoogleGenAI } from "@google/genai";
import type { CallPhase } from "../ask/answer-error.ts";
import { callProvider } from "../ask/call-provider.ts";
import type { ProviderContext } from "../provider.ts";
import { readGoogleAnswer } from "./read-google-answer.ts";

/**
 * Google offers its models in two places, and each has what the other lacks: Veo and Imagen are on the platform that
 * was Vertex AI, Omni and the image models on the Gemini API.
 */
export type GoogleService = "platform" | "gemini";

export async function callGoogle<T>(
  service: GoogleService,
  phase: CallPhase,
  context: ProviderContext,
  use: (client: GoogleGenAI) => Promise<T>,
): Promise<T> {
  const { GoogleGenAI: Client } = await import("@google/genai");
  return callProvider({ provider: "google-cloud", phase, context, read: readGoogleAnswer }, (fetch) => {
    const client = quietly(
      () =>
        new Client({
          apiKey: context.apiKey,
          enterprise: service === "platform",
          apiVersion: service === "platform" ? "v1beta1" : "v1beta",
          httpOptions: { fetch, baseUrl: context.baseUrl ?? ADDRESS[service] },
        }),
    );
    return use(client);
  });
}

/** A file of the Gemini API, which only its key may fetch; `uri` is what the API called it. */
export async function downloadGoogleFile(name: string, context: ProviderContext): Promise<Uint8Array> {
  const base = (context.baseUrl ?? ADDRESS.gemini).replace(/\/$/, "");
  return callProvider(
    { provider: "google-cloud", phase: "download", context, read: readGoogleAnswer },
    async (fetch) => {
      const response = await fetch(`${base}/v1beta/${name}:download?alt=media`, {
        headers: { "x-goog-api-key": context.apiKey },
      });
      return new Uint8Array(await response.arrayBuffer());
    },
  );
}

const ADDRESS: Readonly<Record<GoogleService, string>> = {
  platform: "https://aiplatform.googleapis.com",
  gemini: "https://generativelanguage.googleapis.com",
};

/**
 * The client writes to the console, and console.debug is standard output: that it prefers the key to
 * GOOGLE_CLOUD_PROJECT, and that a method will go some day. It does so before its first await.
 */
export function quietly<T>(begin: () => T): T {
  const { debug, warn } = console;
  console.debug = () => {};
  console.warn = () => {};
  try {
    return begin();
  } finally {
    console.debug = debug;
    console.warn = warn;
  }
}
