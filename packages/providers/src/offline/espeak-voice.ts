/** Where espeak-ng's name of a language is not the tag's. */
const VOICES: Readonly<Record<string, string>> = {
  en: "en-us",
  zh: "cmn",
  "zh-cn": "cmn",
  "zh-hans": "cmn",
  "zh-tw": "cmn",
  "zh-hant": "cmn",
  "zh-hk": "yue",
  no: "nb",
  "es-mx": "es-419",
};

/** The voices to try for a language, the best first. */
export function espeakVoice({ voice, language }: { voice?: string | undefined; language: string }): string[] {
  if (voice !== undefined) return [voice];
  const tag = language.toLowerCase();
  const [primary = tag] = tag.split("-");
  return [...new Set([VOICES[tag] ?? tag, VOICES[primary] ?? primary])];
}
