import type { Unsaid } from "../voice.ts";

/** A text as a voice is told to say it, and which part of it stands for which part of what is written. */
export interface SpokenText {
  text: string;
  /** One after the other, without gaps on either side. */
  parts: readonly SpokenPart[];
  unsaid: readonly Unsaid[];
}

interface SpokenPart {
  /** In what is written. */
  from: number;
  to: number;
  /** In what is spoken. */
  spokenFrom: number;
  spokenTo: number;
}

/** A stretch of a text that is said as something else than what is written. */
export interface Respelling {
  from: number;
  to: number;
  spoken: string;
}

/** What is written, but for the stretches that are said in another way; those are in order and do not overlap. */
export function respell(
  written: string,
  respellings: readonly Respelling[],
  unsaid: readonly Unsaid[] = [],
): SpokenText {
  const parts: SpokenPart[] = [];
  let text = "";
  let at = 0;
  const add = (from: number, to: number, spoken: string) => {
    if (from === to && spoken === "") return;
    parts.push({ from, to, spokenFrom: text.length, spokenTo: text.length + spoken.length });
    text += spoken;
  };
  for (const { from, to, spoken } of respellings) {
    add(at, from, written.slice(at, from));
    add(from, to, spoken);
    at = to;
  }
  add(at, written.length, written.slice(at));
  return { text, parts, unsaid };
}

/** Where in what is written stands what begins at a place of what is spoken. */
export function writtenPlace({ parts }: SpokenText, spoken: number): number {
  const part = parts.find(({ spokenTo }) => spoken < spokenTo) ?? parts.at(-1);
  if (part === undefined) return 0;
  const { from, to, spokenFrom, spokenTo } = part;
  const isVerbatim = to - from === spokenTo - spokenFrom;
  // Within a word that is said as another one nothing is known but that it is being said.
  return isVerbatim ? from + Math.max(0, Math.min(spoken, spokenTo) - spokenFrom) : from;
}
