import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileUrl } from "@proxx/media";
import type { SubtitleTrack } from "../composition.ts";

/** Writes subtitles as files, and gives the arguments that open them as inputs. */
export async function subtitleInputs(subtitles: readonly SubtitleTrack[], folder: string): Promise<string[]> {
  const inputs = subtitles.map(async ({ text }, index) => {
    const path = join(folder, `subtitles-${index}.srt`);
    await writeFile(path, text);
    return ["-f", "srt", "-i", fileUrl(path)];
  });
  return (await Promise.all(inputs)).flat();
}

/** How these inputs become tracks of an MP4 or QuickTime film. */
export function subtitleArguments(subtitles: readonly SubtitleTrack[], firstInput: number): string[] {
  if (subtitles.length === 0) return [];
  const maps = subtitles.flatMap((_, index) => ["-map", `${firstInput + index}:0`]);
  const languages = subtitles.flatMap(({ language }, index) =>
    language === null ? [] : [`-metadata:s:s:${index}`, `language=${threeLetters(language)}`],
  );
  return [...maps, "-c:s", "mov_text", ...languages];
}

// QuickTime and MP4 name languages by the three letters of ISO 639-2; a browser's `en` would be written as unknown.
const THREE_LETTERS: Readonly<Record<string, string>> = {
  ar: "ara",
  bg: "bul",
  cs: "ces",
  da: "dan",
  de: "deu",
  el: "ell",
  en: "eng",
  es: "spa",
  et: "est",
  fi: "fin",
  fr: "fra",
  he: "heb",
  hi: "hin",
  hr: "hrv",
  hu: "hun",
  id: "ind",
  it: "ita",
  ja: "jpn",
  ko: "kor",
  lt: "lit",
  lv: "lav",
  nb: "nob",
  nl: "nld",
  no: "nor",
  pl: "pol",
  pt: "por",
  ro: "ron",
  ru: "rus",
  sk: "slk",
  sl: "slv",
  sr: "srp",
  sv: "swe",
  th: "tha",
  tr: "tur",
  uk: "ukr",
  vi: "vie",
  zh: "zho",
};

function threeLetters(language: string): string {
  const [primary = "und"] = language.toLowerCase().split("-");
  return THREE_LETTERS[primary] ?? (primary.length === 3 ? primary : "und");
}
