import { readFile } from "node:fs/promises";
import { errorMessage, ProxxError } from "@proxx/contract";
import { hashFile, type MediaTools } from "@proxx/media";
import { placeWords } from "@proxx/providers";
import { decodeSound } from "../sound/decode-sound.ts";
import type { Voice } from "../voice.ts";

/** A line that somebody has spoken already: a file in place of a voice. */
export function createRecording({ path, tools }: { path: string; tools: MediaTools }): Voice {
  return {
    name: "recording",
    async prepare({ text, language }, { signal }) {
      const sha256 = await hashFile(path, signal).catch((error: unknown) => {
        throw missing(path, error, signal);
      });
      return {
        ingredients: { engine: "recording", sha256, text, language },
        unsaid: [],
        async speak() {
          const sound = await decodeSound(await readFile(path), { shown: path, tools, signal });
          const words = placeWords(text, language, [], sound.samples.length / sound.sampleRate);
          return { ...sound, words, timing: "estimated" };
        },
      };
    },
  };
}

function missing(path: string, cause: unknown, signal: AbortSignal): ProxxError {
  if (signal.aborted) return new ProxxError("aborted", "Reading a recording was stopped.", { hint: "Run it again." });
  return new ProxxError("source_missing", `The recording ${path} cannot be read: ${errorMessage(cause)}`, {
    hint: "Put the file there, or take `audio` out of the line so that a voice speaks it.",
    cause,
  });
}
