import { createHash } from "node:crypto";
import { canonicalJson } from "@proxx/contract";
import { espeakVersion } from "./espeak/espeak-voice.ts";
import { installedVoices, type NeuralVoices } from "./neural/installed-voices.ts";
import { findSherpa } from "./neural/sherpa/find-sherpa.ts";
import { japaneseAnalyserVersion } from "./reading/japanese-analyser.ts";
import { READING_VERSION } from "./voice.ts";
import type { VoicevoxEngine } from "./voicevox/voicevox-engine.ts";

/** How long an engine may take to say what it is. */
const PATIENCE_MS = 5000;

/** What speaks here, with its version and that of its data. Models at providers are named by who asks for them. */
export async function voiceVersions(
  searchPath: string | undefined,
  { voicevox, neural }: { voicevox: VoicevoxEngine | null; neural?: NeuralVoices | undefined },
): Promise<Record<string, string>> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  return {
    reading: String(READING_VERSION),
    espeak: await espeakVersion(searchPath, signal),
    lindera: japaneseAnalyserVersion(),
    ...(voicevox === null ? {} : { voicevox: await voicevoxVersion(voicevox, signal) }),
    ...(neural === undefined ? {} : neuralVersions(neural)),
  };
}

/** Of what was added, in the order in which it speaks where nobody is named. */
function neuralVersions(neural: NeuralVoices): Record<string, string> {
  const voices = installedVoices(neural).map(({ voice: { name, sha256 } }) => `${name} ${sha256}`);
  if (voices.length === 0) return {};
  return { sherpa: findSherpa(neural.folder)?.version ?? "none", added: voices.join(", ") };
}

/** With its voices and its dictionary. An engine that is silent is told of by the line that needs it. */
async function voicevoxVersion(engine: VoicevoxEngine, signal: AbortSignal): Promise<string> {
  try {
    const { version, speakers, words } = await engine.renew(signal);
    const data = createHash("sha256")
      .update(canonicalJson([speakers, words]))
      .digest("hex");
    return `${version} ${data.slice(0, 32)}`;
  } catch {
    return "silent";
  }
}
