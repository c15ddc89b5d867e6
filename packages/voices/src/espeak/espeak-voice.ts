import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ProxxError } from "@proxx/contract";
import { runTool } from "@proxx/media";
import { findEspeak, utter, type EspeakThreads } from "@proxx/providers";
import { z } from "zod";
import { takeReading } from "../reading/given-reading.ts";
import type { JapaneseAnalyser } from "../reading/japanese-analyser.ts";
import { readJapanese } from "../reading/japanese-reading.ts";
import { readText, withoutForeignScripts } from "../reading/readable-text.ts";
import type { SpokenText } from "../reading/spoken-text.ts";
import { placeSpokenWords } from "../timing/place-spoken-words.ts";
import type { Line, Voice } from "../voice.ts";

export interface EspeakOptions {
  /** A voice of espeak-ng, such as `en-gb`. @default the language's */
  voice: string | undefined;
  searchPath?: string | undefined;
  /** Whose threads speak. @default one for each line alone */
  threads?: EspeakThreads | undefined;
  openAnalyser: () => Promise<JapaneseAnalyser | null>;
}

/** espeak-ng, on this machine and without a network: the voice that is always there. */
export function createEspeakVoice({ voice, searchPath, threads, openAnalyser }: EspeakOptions): Voice {
  // The program reads a voice out of any file that it is given for a name.
  if (voice !== undefined && /^\/|\.\.|\\/u.test(voice)) throw noName(voice);
  return {
    name: voice === undefined ? "espeak" : `espeak:${voice}`,
    async prepare(line, { signal }) {
      const { text, language, speed = 1, pitch = 0 } = line;
      const spoken = await spokenBy(line, voice ?? language, openAnalyser);
      if (!/[\p{L}\p{N}]/u.test(spoken.text)) throw nothingLeft(text);
      const said = { text: spoken.text.trim() === "" ? text : spoken.text, language, voice, speed, pitch };
      return {
        ingredients: { engine: "espeak-ng", version: await espeakVersion(searchPath, signal), ...said },
        unsaid: spoken.unsaid,
        async speak() {
          const { samples, sampleRate, events } = await utter({ ...said, searchPath, threads, signal });
          const words = placeSpokenWords(line, spoken, events, samples.length / sampleRate);
          return { samples: Float32Array.from(samples, (sample) => sample / 32_768), sampleRate, ...words };
        },
      };
    },
  };
}

async function spokenBy(
  { text, reading, language, pronunciations = [] }: Line,
  voice: string,
  openAnalyser: EspeakOptions["openAnalyser"],
): Promise<SpokenText> {
  const isJapanese = /^ja\b/i.test(voice);
  const analyse = isJapanese ? await openAnalyser() : null;
  if (reading !== undefined) return takeReading(text, reading, { language, analyse });
  if (isJapanese) return readJapanese(text, pronunciations, analyse);
  return withoutForeignScripts(readText(text, language, pronunciations), voice);
}

/** Of what speaks and of its data, which are installed together. */
export async function espeakVersion(searchPath: string | undefined, signal: AbortSignal): Promise<string> {
  const espeak = findEspeak(searchPath);
  if (espeak === null) return "none";
  if (espeak.name === "package") {
    const described: unknown = JSON.parse(readFileSync(fileURLToPath(new URL("package.json", espeak.path)), "utf8"));
    return `package ${z.object({ version: z.string() }).parse(described).version}`;
  }
  return programVersion(espeak.path, signal);
}

/** It tells its version, and where its data lies. */
export async function programVersion(path: string, signal: AbortSignal): Promise<string> {
  const lines: string[] = [];
  await runTool({ command: path, args: ["--version"], onStdoutLine: (line) => lines.push(line), signal });
  return lines.join(" ");
}

function noName(voice: string): ProxxError {
  return new ProxxError("media_unsupported", `\`${voice}\` is no name of a voice.`, {
    hint: "Name one of `proxx movie voices`, such as `espeak:en-gb`.",
  });
}

function nothingLeft(text: string): ProxxError {
  return new ProxxError("text_missing", `espeak-ng can say nothing of \`${text}\`.`, {
    hint: "Give a `reading`, or take a voice of the text's language.",
  });
}
