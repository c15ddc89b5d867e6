import type { Script, Section } from "./script.ts";
import type { Path } from "../json/map-leaves.ts";

/** A file that a script names, and where it does. */
export interface NamedFile {
  readonly name: string;
  readonly path: Path;
}

/** The files that a script names: recordings, pictures, backgrounds. A picture of a slide that is at an address is none. */
export function filesOfScript({ sections, personas = [] }: Script): NamedFile[] {
  const named = [
    ...personas.flatMap(({ avatar }, index) =>
      typeof avatar === "object"
        ? Object.entries(avatar).map(([key, name]) => ({ name, path: ["personas", index, "avatar", key] }))
        : [{ name: avatar, path: ["personas", index, "avatar"] }],
    ),
    ...sections.flatMap(({ slide, background, narrations }, section) => [
      { name: fileOf(slide), path: ["sections", section, "slide", "image"] },
      { name: background?.path, path: ["sections", section, "background", "path"] },
      ...narrations.flatMap(({ audio, translations = {} }, index) => {
        const path = ["sections", section, "narrations", index];
        const translated = Object.entries(translations).map(([language, line]) => ({
          name: line.audio,
          path: [...path, "translations", language, "audio"],
        }));
        return [{ name: audio, path: [...path, "audio"] }, ...translated];
      }),
    ]),
  ];
  return named.flatMap(({ name, path }) => (name === undefined ? [] : [{ name, path }]));
}

/** A script that names no file: lines are spoken, and what a file would show is left out. */
export function withoutFiles(script: Script): Script {
  const { personas, sections } = script;
  return {
    ...script,
    ...(personas === undefined ? {} : { personas: personas.map(({ avatar: _avatar, ...persona }) => persona) }),
    sections: sections.map(({ slide, background: _background, narrations, translations, ...section }) => {
      const isShown = slide !== undefined && fileOf(slide) === undefined;
      return {
        ...section,
        ...(isShown ? { slide } : {}),
        // Words of a slide that is left out would be a slide by themselves.
        ...(translations === undefined
          ? {}
          : { translations: isShown ? translations : mapValues(translations, withoutSlide) }),
        narrations: narrations.map(({ audio: _audio, translations: inOthers, ...line }) => ({
          ...line,
          ...(inOthers === undefined ? {} : { translations: mapValues(inOthers, withoutAudio) }),
        })),
      };
    }),
  };
}

function withoutAudio<Line extends { audio?: unknown }>({ audio: _audio, ...line }: Line): Omit<Line, "audio"> {
  return line;
}

function withoutSlide<Words extends { slide?: unknown }>({ slide: _slide, ...words }: Words): Omit<Words, "slide"> {
  return words;
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function fileOf(slide: Section["slide"]): string | undefined {
  return slide !== undefined && "image" in slide && !isAddress(slide.image) ? slide.image : undefined;
}

/** Of a source or a picture: whether it is fetched, and no path. */
export function isAddress(name: string): boolean {
  return /^https?:\/\//i.test(name);
}
