import { mkdtemp, rename } from "node:fs/promises";
import { join } from "node:path";
import type { Degradation, Loudness } from "@proxx/contract";
import type { MediaTools } from "@proxx/media";
import type { Sound } from "../composition.ts";
import { measureLoudness, type MeasuredLoudness } from "../measure/measure-loudness.ts";
import { findLevel, missedLevel } from "./find-level.ts";

export interface EncodedSound {
  /** What a listener hears, behind the encoder; null of silence. */
  measured: MeasuredLoudness | null;
  degradations: Omit<Degradation, "jobId">[];
}

const AAC = ["-c:a", "aac", "-b:a", "192k", "-flags:a", "+bitexact", "-fflags", "+bitexact"];

/** Writes a sound as AAC that is as loud as it is to be: the file that was measured is the file that is kept. */
export async function encodeLevelled(
  sound: Sound,
  loudness: Loudness,
  { path, ...options }: { path: string; workDir: string; tools: MediaTools; signal: AbortSignal },
): Promise<EncodedSound> {
  const folder = await mkdtemp(join(options.workDir, "levelled-"));
  const attemptPath = (attempt: number) => join(folder, `${attempt}.m4a`);
  const source = await measureLoudness(sound.stream, options);
  if (source.integrated === -Infinity) {
    await measureLoudness(sound.stream, { ...options, encoding: AAC, keepAt: path });
    return { measured: null, degradations: [] };
  }
  const found = await findLevel(sound, loudness, source, (stream, attempt) =>
    measureLoudness(stream, { ...options, encoding: AAC, keepAt: attemptPath(attempt) }),
  );
  if (found === null) return { measured: null, degradations: [] };
  await rename(attemptPath(found.attempt), path);
  return { measured: found.measured, degradations: missedLevel(found.measured, loudness) };
}
