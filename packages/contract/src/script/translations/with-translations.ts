import type { Path } from "../../json/map-leaves.ts";
import { formatJsonPath } from "../../messages/issue.ts";
import type { Narration, Script, Section } from "../script.ts";
import { completeWords } from "./slide-words.ts";
import { missingTranslations } from "./translatable-texts.ts";

/** What a text is in another language. */
export interface Translation {
  text: string;
  /** How it is said: kana for Japanese. */
  reading?: string | undefined;
}

/** A script with what its texts are in another language, each where it belongs. What is there already stays. */
export function withTranslations(
  script: Script,
  language: string,
  find: (text: string) => Translation | undefined,
): Script {
  const missing = new Map(missingTranslations(script, language).map(({ path, text }) => [formatJsonPath(path), text]));
  const at = (...path: Path) => {
    const text = missing.get(formatJsonPath(path));
    return text === undefined ? undefined : find(text);
  };

  const translatedLine = (line: Narration, path: Path): Narration => {
    const said = at(...path, "text");
    if (said === undefined) return line;
    const { text, reading } = said;
    const translation = { ...line.translations?.[language], text, ...(reading === undefined ? {} : { reading }) };
    return { ...line, translations: { ...line.translations, [language]: translation } };
  };

  const translatedSection = (section: Section, index: number): Section => {
    const { slide, translations, narrations } = section;
    const path = ["sections", index];
    const title = at(...path, "title")?.text;
    const known = translations?.[language];
    const words =
      slide === undefined
        ? undefined
        : completeWords(slide, known?.slide, (inSlide) => at(...path, "slide", ...inSlide)?.text);
    const translation = {
      ...known,
      ...(title === undefined ? {} : { title }),
      ...(words === undefined ? {} : { slide: words }),
    };
    return {
      ...section,
      ...(Object.keys(translation).length === 0 ? {} : { translations: { ...translations, [language]: translation } }),
      narrations: narrations.map((line, number) => translatedLine(line, [...path, "narrations", number])),
    };
  };

  const title = at("title")?.text;
  const description = at("description")?.text;
  const translation = {
    ...script.translations?.[language],
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
  };
  return {
    ...script,
    ...(Object.keys(translation).length === 0
      ? {}
      : { translations: { ...script.translations, [language]: translation } }),
    sections: script.sections.map(translatedSection),
  };
}
