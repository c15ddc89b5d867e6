import { join } from "node:path";
import type { MovieConfig } from "@proxx/contract";
import type { Provider } from "@proxx/providers";
import { readModel } from "../default-models.ts";
import type { ScriptModel } from "@proxx/movie";
import type { VoicevoxSettings } from "@proxx/voices";

type Fetch = typeof globalThis.fetch;

/** The model that writes scripts; undefined where none is configured. */
export function scriptModelOf(
  writer: MovieConfig["writer"],
  { key, fetch }: { key: string | undefined; fetch: Fetch },
): ScriptModel | undefined {
  if (writer === undefined) return undefined;
  const { base_url: baseUrl, model, timeout_seconds: seconds } = writer;
  return { baseUrl, model, apiKey: key, timeoutMs: milliseconds(seconds), fetch };
}

export function voicevoxOf(voicevox: MovieConfig["voicevox"], fetch: Fetch): VoicevoxSettings | undefined {
  if (voicevox === undefined) return undefined;
  return { baseUrl: voicevox.base_url, timeoutMs: milliseconds(voicevox.timeout_seconds), fetch };
}

/** Where voices that were added lie in a home. */
export function voicesFolderIn(home: string): string {
  return join(home, "voices");
}

/** The model that draws what scripts ask for; undefined where none is configured. Throws where nobody has it. */
export function pictureModelNamed(pictures: MovieConfig["pictures"], providers: readonly Provider[]) {
  if (pictures === undefined) return undefined;
  const names = providers.map(({ name }) => name);
  return { ...readModel(pictures.model, "`pictures.model`", names), style: pictures.style };
}

/** What the operator wrote into the configuration may be reached, wherever it is. */
export function configuredAddresses({ writer, voicevox }: Pick<MovieConfig, "writer" | "voicevox">): string[] {
  return [writer?.base_url ?? [], voicevox?.base_url ?? []].flat();
}

/** A key for the endpoint that writes, or OpenAI's own where it is OpenAI that does. */
export function scriptKeyOf(
  writer: MovieConfig["writer"],
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const own = environment["PROXX_SCRIPT_API_KEY"]?.trim() ?? "";
  if (writer === undefined || own !== "") return own === "" ? undefined : own;
  const openai = environment["OPENAI_API_KEY"]?.trim() ?? "";
  return openai !== "" && new URL(writer.base_url).hostname === "api.openai.com" ? openai : undefined;
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}
