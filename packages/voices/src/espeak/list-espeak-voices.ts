import { runTool } from "@proxx/media";
import { findEspeak } from "@proxx/providers";
import { z } from "zod";
import type { ListedVoice } from "../listed-voice.ts";

interface EspeakModule {
  eSpeakNGWorker: new () => { list_voices(): unknown };
}

const voicesSchema = z.array(z.object({ name: z.string(), languages: z.array(z.object({ name: z.string() })) }));

/** The voices of the espeak-ng that speaks here; none where there is none. */
export async function listEspeakVoices(searchPath: string | undefined, signal: AbortSignal): Promise<ListedVoice[]> {
  const espeak = findEspeak(searchPath);
  if (espeak === null) return [];
  if (espeak.name === "program") return parseVoices(await askProgram(espeak.path, signal));
  const { default: createModule }: { default: () => Promise<EspeakModule> } = await import(espeak.path);
  const speaker = new (await createModule()).eSpeakNGWorker();
  return voicesSchema.parse(speaker.list_voices()).flatMap(({ name, languages: [language] }) => {
    return language === undefined ? [] : [entry(language.name, name)];
  });
}

async function askProgram(command: string, signal: AbortSignal): Promise<string[]> {
  const lines: string[] = [];
  await runTool({ command, args: ["--voices"], onStdoutLine: (line) => lines.push(line), signal, timeoutMs: 10_000 });
  return lines;
}

/** ` 5  en-gb           --/M      English_(Great_Britain) gmw/en               (en 2)` */
export function parseVoices(lines: readonly string[]): ListedVoice[] {
  return lines.flatMap((line) => {
    const [, language, name] = /^\s*\d+\s+(\S+)\s+\S+\s+(\S+)\s/.exec(line) ?? [];
    return language === undefined || name === undefined ? [] : [entry(language, name.replaceAll("_", " "))];
  });
}

function entry(language: string, name: string): ListedVoice {
  return { name: `espeak:${language}`, language, description: name };
}
