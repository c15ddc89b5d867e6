const names = new Intl.DisplayNames("en", { type: "language" });

/** `fr-CA` is `fr`: recognisers and voices know languages, not countries. What is no language tag is left as it is. */
export function primaryLanguage(language: unknown): unknown {
  return typeof language === "string" && /^[a-z]{2,3}-[\w-]+$/i.test(language) ? language.split("-")[0] : language;
}

/** `fr` is `french`: some models want the English word. */
export function englishName(language: unknown): unknown {
  const code = primaryLanguage(language);
  return typeof code === "string" && /^[a-z]{2,3}$/i.test(code) ? (names.of(code)?.toLowerCase() ?? code) : code;
}
