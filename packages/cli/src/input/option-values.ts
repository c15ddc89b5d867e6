import { language } from "@proxx/contract/parameters";
import { InvalidArgumentError } from "commander";

/** The values of an option that can be repeated. */
export function collect(value: string, others: readonly string[] = []): string[] {
  return [...others, value];
}

/** The values of an option that can be repeated, each a name and a number. */
export function collectLimits(
  value: string,
  others: Readonly<Record<string, number>> = {},
): Readonly<Record<string, number>> {
  const [, name = "", number = ""] = /^([^=]+)=([1-9]\d*)$/.exec(value) ?? [];
  if (name === "") throw new InvalidArgumentError("Expected a provider and a number greater than 0, such as fal=4.");
  return { ...others, [name]: positiveInteger(number) };
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError("Expected a number greater than 0.");
  return value;
}

/** Tags of languages with commas between them, each once. */
export function languageTags(text: string): string[] {
  const tags = text.split(",").map((tag) => tag.trim());
  if (tags.every((tag) => language().safeParse(tag).success)) return [...new Set(tags)];
  throw new InvalidArgumentError("Expected languages such as en, pt-BR or en,ja.");
}

export function languageTag(text: string): string {
  const [tag = "", second] = languageTags(text);
  if (second !== undefined) throw new InvalidArgumentError("Expected one language, such as en.");
  return tag;
}

/** How long a movie is to be: less is no movie, more is several. */
export function movieSeconds(text: string): number {
  const value = Number(text);
  if (!(value >= 20 && value <= 3600)) throw new InvalidArgumentError("Expected 20 to 3600 seconds.");
  return value;
}

export function nonNegativeNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value < Infinity))
    throw new InvalidArgumentError("Expected a number, 0 or greater.");
  return value;
}

export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("Expected a whole number greater than 0.");
  return value;
}

/** One that ends a request. */
export function httpStatus(text: string): number {
  if (!/^[2-5]\d\d$/.test(text)) throw new InvalidArgumentError("Expected a status of HTTP, from 200 to 599.");
  return Number(text);
}

export function portNumber(text: string): number {
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value > 65_535) throw new InvalidArgumentError("Expected a port from 0 to 65535.");
  return value;
}

export function nonNegativeInteger(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value) || value < 0)
    throw new InvalidArgumentError("Expected a whole number, 0 or greater.");
  return value;
}

/** So many days, hours or minutes. */
export function durationMs(text: string): number {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)([dhm])$/.exec(text) ?? [];
  const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000 }[unit];
  if (unitMs === undefined) throw new InvalidArgumentError("Expected a time such as 30d, 12h or 90m.");
  return Number(number) * unitMs;
}
