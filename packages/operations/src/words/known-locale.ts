/** The tag as `Intl` takes it, or undefined: a provider may have made it up. */
export function knownLocale(language: string | null | undefined): string | undefined {
  if (language === null || language === undefined || language === "") return undefined;
  try {
    return Intl.getCanonicalLocales(language)[0];
  } catch {
    return undefined;
  }
}
