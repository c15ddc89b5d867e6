import { resolve } from "node:path";
import { ProxxError, type Script } from "@proxx/contract";
import type { Voices } from "@proxx/voices";
import type { Parts } from "../parts/parts.ts";
import type { SpokenTiming } from "../timeline/place-lines.ts";
import { askedOf, castNarration, lastSpoken } from "./speak-narration.ts";
import { DEFAULT_FINISH, SAMPLE_RATE } from "./speech/finish-speech.ts";

/** The times of those lines that were spoken before as the script asks for them now. No voice is asked. */
export async function spokenBefore(
  script: Script,
  { folder, parts, voices, voice }: { folder: string; parts: Parts; voices: Voices; voice?: string | undefined },
): Promise<SpokenTiming[]> {
  const resolvePath = (path: string) => resolve(folder, path);
  const found: SpokenTiming[] = [];
  for (const narration of script.sections.flatMap(({ narrations }) => narrations)) {
    try {
      const asked = askedOf(castNarration(script, narration, { voices, voice, resolvePath }), DEFAULT_FINISH);
      const part = await lastSpoken(narration, { asked, parts });
      if (part !== null) found.push({ id: narration.id, seconds: part.facts.samples / SAMPLE_RATE, ...part.facts });
    } catch (error) {
      // A voice that there is not has spoken nothing; who makes the movie is told of it.
      if (!(error instanceof ProxxError)) throw error;
    }
  }
  return found;
}
