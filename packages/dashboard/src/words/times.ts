import { computed } from "@preact/signals";
import { language, words } from "./words.ts";

const LOCALES = { en: "en-GB", ja: "ja-JP" } as const;

const exact = computed(
  () => new Intl.DateTimeFormat(LOCALES[language.value], { dateStyle: "medium", timeStyle: "long" }),
);
const clock = computed(() => new Intl.DateTimeFormat(LOCALES[language.value], { timeStyle: "medium" }));

const STEPS = [
  { unit: "day", seconds: 86_400 },
  { unit: "hour", seconds: 3600 },
  { unit: "minute", seconds: 60 },
  { unit: "second", seconds: 1 },
] as const;

/**
 * `5 min ago`. The browser knows how to say that too, and takes as long to learn it when it first does as all other scripts of
 * a first view together.
 */
export function relativeTime(time: string, nowMs: number): string {
  const { times } = words.value;
  const seconds = Math.round((Date.parse(time) - nowMs) / 1000);
  const step = STEPS.find((one) => Math.abs(seconds) >= one.seconds);
  if (step === undefined) return times.now;
  const count = Math.floor(Math.abs(seconds) / step.seconds);
  return seconds < 0 ? times.ago(count, step.unit) : times.ahead(count, step.unit);
}

/** With the day and the zone. */
export function exactTime(time: string): string {
  return exact.value.format(new Date(time));
}

/** Of a day that is known, to the millisecond. */
export function clockTime(time: string): string {
  return `${clock.value.format(new Date(time))}.${time.slice(20, 23).padEnd(3, "0")}`;
}

/** `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const [minutes, rest] = [Math.floor(seconds / 60), Math.floor(seconds % 60)];
  if (minutes < 60) return `${minutes} min ${String(rest).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** `1.4 MB`. */
export function bytes(count: number): string {
  const power = Math.min(4, Math.floor(Math.log10(Math.max(1, count)) / 3));
  const value = count / 1000 ** power;
  return `${value >= 100 || power === 0 ? Math.round(value) : value.toFixed(1)} ${["B", "kB", "MB", "GB", "TB"][power]}`;
}
