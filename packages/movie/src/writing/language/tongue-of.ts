import { anyLanguage } from "./any-language.ts";
import { ENGLISH } from "./english.ts";
import { JAPANESE } from "./japanese.ts";
import type { Tongue } from "./tongue.ts";

const KNOWN: Readonly<Record<string, Tongue>> = { en: ENGLISH, ja: JAPANESE };

/** What is known of a language by its tag. */
export function tongueOf(language: string): Tongue {
  const [code = ""] = language.toLowerCase().split("-");
  return KNOWN[code] ?? anyLanguage(code);
}
