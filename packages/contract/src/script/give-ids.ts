import type { z } from "zod";
import type { Script, scriptSchema } from "./script.ts";

/**
 * Gives an id to each section and line that has none. It is made of what they say and never of where they stand, so that a
 * line put in between renames nothing.
 */
export function giveIds(parsed: z.output<typeof scriptSchema>): Script {
  const { sections } = parsed;
  const sectionIds = new FreeIds(sections.map(({ id }) => id));
  const lineIds = new FreeIds(sections.flatMap(({ narrations }) => narrations.map(({ id }) => id)));
  return {
    ...parsed,
    sections: sections.map(({ id, narrations, ...section }) => ({
      id: id ?? sectionIds.take(idFromTitle(section.title)),
      ...section,
      narrations: narrations.map(({ id: lineId, ...line }) => ({
        id: lineId ?? lineIds.take(`line-${shortHash(line.text)}`),
        ...line,
      })),
    })),
  };
}

/** Ids name files, and some file systems tell no case apart. */
class FreeIds {
  readonly #taken: Set<string>;

  constructor(written: readonly (string | undefined)[]) {
    this.#taken = new Set(written.flatMap((id) => (id === undefined ? [] : [id.toLowerCase()])));
  }

  take(wanted: string): string {
    let id = wanted;
    for (let number = 2; this.#taken.has(id.toLowerCase()); number += 1) id = `${wanted}-${number}`;
    this.#taken.add(id.toLowerCase());
    return id;
  }
}

const MAX_WORDS_LENGTH = 40;

function idFromTitle(title: string): string {
  const words = title
    .normalize("NFKD")
    .replaceAll(/\p{Mn}|['’]/gu, "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "");
  if (!/^[a-z0-9-]+$/.test(words)) return `section-${shortHash(title)}`;
  if (words.length <= MAX_WORDS_LENGTH) return words;
  return words
    .slice(0, MAX_WORDS_LENGTH + 1)
    .replace(/-[^-]*$/, "")
    .slice(0, MAX_WORDS_LENGTH);
}

/** FNV-1a over UTF-8, as six letters: it only has to differ within one script, and runs in a browser without waiting. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text.normalize("NFC"))) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash.toString(36).padStart(7, "0").slice(-6);
}
