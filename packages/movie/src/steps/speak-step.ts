import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JobContext, OperationOutput, ProducedFile, Resolved, SpeakScriptStep } from "@proxx/contract";
import { generateAudioForScript } from "../audio/generate-audio.ts";
import { readScriptInput } from "./handed-on.ts";
import type { SpeechDocument } from "./speech-document.ts";
import { partsOfJob, type StepWorkshop } from "./step-workshop.ts";

/** Every line of a script as a file of sound, and a document of when each says what. */
export async function speakStep(
  { script: input, voice, language }: Resolved<SpeakScriptStep>,
  context: JobContext,
  workshop: StepWorkshop,
): Promise<OperationOutput> {
  const { script, isOwn } = await readScriptInput(input, language);
  const { narrations, degradations } = await generateAudioForScript(script, {
    folder: context.workDir,
    parts: partsOfJob(context),
    voices: await workshop.voices(),
    // The voice of the configuration speaks the script's own language, as `voices` have others.
    voice: voice ?? (isOwn ? workshop.voice : undefined),
    onProgress: context.progress,
    signal: context.signal,
  });
  const lines = narrations.map(({ id, sha256, seconds, words, timing, mouth }) => ({
    id,
    sha256,
    seconds,
    words,
    timing,
    mouth,
  }));
  const path = join(context.workDir, "speech.json");
  await writeFile(path, `${JSON.stringify({ lines } satisfies SpeechDocument)}\n`);
  // Equal lines are one file.
  const sounds = new Map(narrations.map((line) => [line.sha256, soundOf(line)]));
  return { files: [{ path, kind: "speech", mediaType: "application/json" }, ...sounds.values()], degradations };
}

function soundOf({ path, seconds }: { path: string; seconds: number }): ProducedFile {
  const facts = { width: null, height: null, duration: seconds, fps: null, hasAudio: true };
  return { path, kind: "audio", mediaType: "audio/wav", facts };
}
