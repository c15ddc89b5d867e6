/** What of a movie was made again, beside the one that it was made after: by what was spoken, and what was drawn. */
import type { Execution } from "@proxx/contract";
import { client } from "../live/server.ts";
import { outputsOf, readText } from "./read-movie.ts";

export interface MadeAnew {
  /** Ids of lines whose sound is another. */
  readonly lines: ReadonlySet<string>;
  /** Ids of sections that are drawn otherwise. */
  readonly sections: ReadonlySet<string>;
  readonly allLines: number;
  readonly allSections: number;
}

interface SpeechDocument {
  readonly lines: readonly { readonly id: string; readonly sha256: string }[];
}
interface SlidesDocument {
  readonly sections: readonly { readonly id: string }[];
}

/** Null where there is none before it, or not any more. */
export async function readMadeAnew(execution: Execution): Promise<MadeAnew | null> {
  const { baseExecutionId } = execution;
  if (baseExecutionId === null) return null;
  const base = await client.executions.get(baseExecutionId).catch(() => null);
  if (base === null) return null;
  const [speech, slides, oldSpeech, oldSlides] = await Promise.all([
    readStep<SpeechDocument>(execution, "speech"),
    readStep<SlidesDocument>(execution, "slides"),
    readStep<SpeechDocument>(base, "speech"),
    readStep<SlidesDocument>(base, "slides"),
  ]);
  if (speech === null || slides === null || oldSpeech === null || oldSlides === null) return null;
  const sounds = new Map(oldSpeech.lines.map(({ id, sha256 }) => [id, sha256]));
  const lines = speech.lines.filter(({ id, sha256 }) => sounds.get(id) !== sha256);
  const look = ({ sections: _sections, ...rest }: SlidesDocument) => JSON.stringify(rest);
  const isSameLook = look(slides) === look(oldSlides);
  const drawn = new Map(oldSlides.sections.map((section) => [section.id, JSON.stringify(section)]));
  const sections = slides.sections.filter(
    (section) => !isSameLook || drawn.get(section.id) !== JSON.stringify(section),
  );
  return {
    lines: new Set(lines.map(({ id }) => id)),
    sections: new Set(sections.map(({ id }) => id)),
    allLines: speech.lines.length,
    allSections: slides.sections.length,
  };
}

async function readStep<Document>(execution: Execution, step: string): Promise<Document | null> {
  const document = outputsOf(execution, step).find(({ kind }) => kind === step);
  return document === undefined ? null : (JSON.parse(await readText(document.sha256)) as Document);
}
