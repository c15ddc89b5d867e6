import type { Persona } from "../persona.ts";
import type { Narration, Script, Section } from "../script.ts";
import { ScriptValidationError } from "../script-validation-error.ts";
import { slideInWords } from "./slide-words.ts";
import { missingTranslationIssues } from "./translatable-texts.ts";

/**
 * The script in one of its languages alone, as if it had been written in it. Voices and recordings belong to a language, and
 * everything else is shared. Throws `ScriptValidationError` with all that is not translated.
 */
export function localizeScript(script: Script, language: string): Script {
  const { translations, personas, pronunciations, sections, ...shared } = script;
  const isOwn = language === script.language;
  const missing = isOwn ? [] : missingTranslationIssues(script, language);
  if (missing.length > 0) throw new ScriptValidationError(missing);
  const localized = sections.map((section) => localSection(section, language, isOwn));
  const { title = script.title, description = script.description } =
    (isOwn ? undefined : translations?.[language]) ?? {};
  const said = localized.flatMap(({ narrations }) => narrations.map(({ text }) => text.toLowerCase()));
  // One of no language is of all in whose lines its word is.
  const isSaid = ({ word, language: tag }: Pronunciation) =>
    tag !== undefined || said.some((text) => text.includes(word.toLowerCase()));
  const isSpoken = ({ language: tag = language }: Pronunciation) => primaryOf(tag) === primaryOf(language);
  return {
    ...shared,
    title,
    ...(description === undefined ? {} : { description }),
    language,
    ...(personas === undefined ? {} : { personas: personas.map((persona) => localPersona(persona, language, isOwn)) }),
    ...(pronunciations === undefined
      ? {}
      : { pronunciations: pronunciations.filter((one) => isSpoken(one) && (isOwn || isSaid(one))) }),
    sections: localized,
  };
}

function primaryOf(language: string): string {
  return language.toLowerCase().split("-")[0] ?? language;
}

type Pronunciation = NonNullable<Script["pronunciations"]>[number];

function localPersona({ translations, voice, ...persona }: Persona, language: string, isOwn: boolean): Persona {
  if (isOwn) return { ...persona, ...(voice === undefined ? {} : { voice }) };
  const { name = persona.name, voice: translated } = translations?.[language] ?? {};
  return { ...persona, name, ...(translated === undefined ? {} : { voice: translated }) };
}

function localSection(section: Section, language: string, isOwn: boolean): Section {
  const { translations, slide, narrations, ...shared } = section;
  const { title = section.title, slide: words } = (isOwn ? undefined : translations?.[language]) ?? {};
  const shown = words === undefined ? slide : slideInWords(slide, words).parsed.data;
  return {
    ...shared,
    title,
    ...(shown === undefined ? {} : { slide: shown }),
    narrations: narrations.map((line) => localLine(line, language, isOwn)),
  };
}

function localLine(line: Narration, language: string, isOwn: boolean): Narration {
  const { translations, ...own } = line;
  if (isOwn) return own;
  const { text: _text, reading: _reading, voice: _voice, audio: _audio, ...shared } = own;
  const { text = line.text, ...spoken } = translations?.[language] ?? {};
  return { ...shared, text, ...spoken };
}
