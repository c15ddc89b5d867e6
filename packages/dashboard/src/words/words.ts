import { computed, signal } from "@preact/signals";
import type { Words } from "./dictionary.ts";
import { english } from "./english.ts";
import { japanese } from "./japanese.ts";

export const LANGUAGES = ["en", "ja"] as const;
export type Language = (typeof LANGUAGES)[number];

const DICTIONARIES: Readonly<Record<Language, Words>> = { en: english, ja: japanese };

export const language = signal<Language>("en");
export const words = computed(() => DICTIONARIES[language.value]);
