/** Language and theme: what the browser says, or what stands in the address. Nothing is stored. */
import { effect, signal } from "@preact/signals";
import { LANGUAGES, language, type Language } from "../words/words.ts";

export type Theme = "auto" | "light" | "dark";

export const THEMES: readonly Theme[] = ["auto", "light", "dark"];
export const theme = signal<Theme>("auto");

export function readPreferences(): void {
  const given = new URLSearchParams(location.search);
  const asked = given.get("lang") ?? navigator.language.slice(0, 2);
  language.value = LANGUAGES.find((one) => one === asked) ?? "en";
  theme.value = THEMES.find((one) => one === given.get("theme")) ?? "auto";
  effect(() => {
    document.documentElement.lang = language.value;
    document.documentElement.dataset["theme"] = theme.value;
  });
}

export function chooseLanguage(chosen: Language): void {
  language.value = chosen;
  keep("lang", chosen);
}

export function chooseTheme(chosen: Theme): void {
  theme.value = chosen;
  keep("theme", chosen === "auto" ? null : chosen);
}

function keep(name: string, value: string | null): void {
  const search = new URLSearchParams(location.search);
  if (value === null) search.delete(name);
  else search.set(name, value);
  const written = search.toString();
  history.replaceState(null, "", `${location.pathname}${written === "" ? "" : `?${written}`}${location.hash}`);
}
