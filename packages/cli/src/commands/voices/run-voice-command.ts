import { rm } from "node:fs/promises";
import { didYouMean, ProxxError } from "@proxx/contract";
import { openStudio, type Studio } from "@proxx/runtime/studio";
import { installedVoices, NEURAL_VOICES, type NeuralVoice } from "@proxx/voices";
import { exitCodeOfMovieFailure, EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { abortOnSignals } from "../../input/abort-on-signals.ts";
import { readEnvironment } from "../../input/environment.ts";
import { tellRemark } from "../../output/tell-remark.ts";

export interface VoiceRun {
  /** Where voices lie. */
  folder: string;
  network: Studio["network"];
  signal: AbortSignal;
  tell: (level: "error" | "warn" | "info", text: string, hint?: string) => void;
}

/** Runs a command about voices: their folder, the network, signals; failures are told with their exit code. */
export async function runVoiceCommand(
  { allowPrivateSources, progress }: { allowPrivateSources?: boolean; progress?: string },
  work: (run: VoiceRun) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { variables, toolCacheFile, logLevel } = readEnvironment();
  const form = progress === "json" ? "json" : process.stderr.isTTY ? "terminal" : "log";
  const tell: VoiceRun["tell"] = (level, text, hint) =>
    tellRemark({ level, text, ...(hint === undefined ? {} : { hint }) }, form, logLevel);
  const studio = openStudio({ environment: variables, toolCacheFile, allowPrivateSources });
  using signals = abortOnSignals();
  try {
    return await work({ folder: studio.voicesFolder, network: studio.network, signal: signals.signal, tell });
  } catch (error) {
    if (!(error instanceof ProxxError)) throw error;
    tell("error", error.message, error.hint);
    return error.code === "aborted" ? EXIT_CODE.execution : exitCodeOfMovieFailure(error, { isPartlyDone: false });
  } finally {
    await studio.close();
  }
}

export function voiceNamed(name: string): NeuralVoice {
  const voice = NEURAL_VOICES.find((one) => one.name === name);
  if (voice !== undefined) return voice;
  const names = NEURAL_VOICES.map((one) => one.name);
  throw new ProxxError("media_unsupported", `There is no voice \`${name}\` to be added.`, {
    hint: `${didYouMean(name, names)}There are ${names.join(", ")}.`,
  });
}

/** False where it was not there. */
export async function removeVoice(folder: string, voice: NeuralVoice): Promise<boolean> {
  const installed = installedVoices({ folder, known: [voice] })[0];
  if (installed !== undefined) await rm(installed.folder, { recursive: true });
  return installed !== undefined;
}

export function inMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}
