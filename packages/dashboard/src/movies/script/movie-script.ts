/** A script as a document, line by line, and what of it is another than before. Pure. */
import type { ScriptDocument } from "@proxx/contract";
import type { Section } from "./slide-choice.ts";

export type ScriptLine = NonNullable<Section["narrations"]>[number];

/** What is said, how it is read, and by whom. */
export interface LineChange {
  readonly text?: string;
  readonly reading?: string;
  readonly voice?: string;
}

export interface ScriptChanges {
  /** Places of lines, among those of all sections. */
  readonly lines: readonly number[];
  /** Places of sections whose slide is another. */
  readonly slides: readonly number[];
}

/** Every line, section by section. */
export function linesOf({ sections }: ScriptDocument): ScriptLine[] {
  return sections.flatMap(({ narrations = [] }) => narrations);
}

export function changesOf(before: ScriptDocument, after: ScriptDocument): ScriptChanges {
  const old = linesOf(before);
  const lines = linesOf(after).flatMap((line, index) => (isSameLine(line, old[index]) ? [] : [index]));
  const slides = after.sections.flatMap(({ slide }, index) =>
    isSame(slide, before.sections[index]?.slide) ? [] : [index],
  );
  return { lines, slides };
}

/** The place of the first line of a section. */
export function firstLineOf({ sections }: ScriptDocument, section: number): number {
  return sections.slice(0, section).reduce((sum, { narrations = [] }) => sum + narrations.length, 0);
}

/** The same script with something else of the line in that place. */
export function withLine(script: ScriptDocument, place: number, change: LineChange): ScriptDocument {
  return withEachLine(script, (line, index) => (index === place ? changed(line, change) : line));
}

/** The same script with another section in that place. */
export function withSection(script: ScriptDocument, place: number, section: Section): ScriptDocument {
  return { ...script, sections: script.sections.with(place, section) };
}

/** Mine, with what others have changed of lines and slides that I have left alone; and how much both have changed. */
export function mergeScripts(
  base: ScriptDocument,
  mine: ScriptDocument,
  theirs: ScriptDocument,
): { script: ScriptDocument; conflicts: number } {
  const [own, other] = [changesOf(base, mine), changesOf(base, theirs)];
  const theirLines = linesOf(theirs);
  const isTheirs = (index: number) => other.lines.includes(index) && !own.lines.includes(index);
  const lines = withEachLine(mine, (line, index) => (isTheirs(index) ? (theirLines[index] ?? line) : line));
  const sections = lines.sections.map((section, index) => {
    if (!other.slides.includes(index) || own.slides.includes(index)) return section;
    const { slide: _slide, ...rest } = section;
    const slide = theirs.sections[index]?.slide;
    return slide === undefined ? rest : { ...rest, slide };
  });
  const conflicts =
    other.lines.filter((index) => own.lines.includes(index)).length +
    other.slides.filter((index) => own.slides.includes(index)).length;
  return { script: { ...lines, sections }, conflicts };
}

/** Of the line alone, or of whoever says it; the language's own voice where nobody says anything. */
export function voiceOf({ voice }: ScriptLine): string {
  return typeof voice === "object" ? voice.voice : (voice ?? "");
}

function withEachLine(script: ScriptDocument, change: (line: ScriptLine, index: number) => ScriptLine): ScriptDocument {
  let index = -1;
  const sections = script.sections.map((section) => ({
    ...section,
    narrations: (section.narrations ?? []).map((line) => {
      index += 1;
      return change(line, index);
    }),
  }));
  return { ...script, sections };
}

function changed(line: ScriptLine, { text, reading, voice }: LineChange): ScriptLine {
  if (text !== undefined) {
    // Where it stood in the source, and how it was to be read, was said of the words that were there.
    const { source: _source, reading: _reading, ...rest } = line;
    return { ...rest, text };
  }
  if (voice !== undefined) {
    const { voice: before, ...rest } = line;
    if (voice.trim() === "") return rest;
    return { ...rest, voice: typeof before === "object" ? { ...before, voice } : voice };
  }
  const { reading: _reading, ...rest } = line;
  return reading === undefined || reading.trim() === "" ? rest : { ...rest, reading };
}

function isSameLine(line: ScriptLine, before: ScriptLine | undefined): boolean {
  return line.text === before?.text && line.reading === before.reading && isSame(line.voice, before.voice);
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
