import { computed, signal } from "@preact/signals";
import { english } from "./english.ts";
import { japanese } from "./japanese.ts";

export const LANGUAGES = ["en", "ja"] as const;
export type Language = (typeof LANGUAGES)[number];

/** What the page says, in one language: texts, and texts that take something in. */
export type Words = { readonly [Name in keyof typeof english]: Widened<(typeof english)[Name]> };

type Widened<Value> = Value extends string
  ? string
  : Value extends (...args: infer Args) => string
    ? (...args: Args) => string
    : { readonly [Name in keyof Value]: Widened<Value[Name]> };

const DICTIONARIES: Readonly<Record<Language, Words>> = { en: english, ja: japanese };

export const language = signal<Language>("en");
export const words = computed(() => DICTIONARIES[language.value]);
