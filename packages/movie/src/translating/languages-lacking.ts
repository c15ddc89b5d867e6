import { missingTranslations, ProxxError, type Script } from "@proxx/contract";

/** Of the languages in which movies are to be made of a script those in which something of it is not there. */
export function languagesLacking(script: Script, languages: readonly string[]): string[] {
  return languages.filter(
    (language) => language !== script.language && missingTranslations(script, language).length > 0,
  );
}

/** What is to be told of them where there is no model that translates. */
export function untranslated(script: Script, languages: readonly string[], where: string): ProxxError {
  const counts = languages.map(
    (language) => `${missingTranslations(script, language).length} texts in \`${language}\``,
  );
  return new ProxxError("text_missing", `The script lacks ${counts.join(", ")}.`, {
    hint: `${where} Or name a model in proxx.yaml (\`writer\`), which translates what is missing.`,
  });
}
