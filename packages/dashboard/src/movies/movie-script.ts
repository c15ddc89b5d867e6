/** A movie that is there: its script as a document, when each line is said, and what it was asked for by. */
import type { Execution, Plan, ScriptDocument } from "@proxx/contract";
import { artifactUrl, client } from "../live/server.ts";
import { lineTimes, type LineTime } from "./line-times.ts";

type MovieRequest = Parameters<typeof client.movies.start>[0];

export type ScriptLine = NonNullable<ScriptDocument["sections"][number]["narrations"]>[number];

/** What is said, or how it is read. */
export interface LineChange {
  readonly text?: string;
  readonly reading?: string;
}

export interface MadeMovie {
  readonly script: ScriptDocument;
  /** Of every line, section by section. */
  readonly times: readonly (LineTime | null)[];
  readonly movieSha256: string;
  readonly captionsSha256: string | null;
  /** What the next movie is asked for by, beside its script. */
  readonly look: MovieRequest;
}

export async function readMovie({ jobs, results }: Execution, plan: Plan): Promise<MadeMovie | null> {
  const { movie, script } = results;
  if (movie === undefined || movie === null || script === undefined || script === null) return null;
  const outputs = jobs.find(({ id }) => id === "movie")?.outputs ?? [];
  const captions = outputs.find(({ mediaType }) => mediaType === "text/vtt")?.sha256 ?? null;
  const [text, vtt, { parse }] = await Promise.all([
    readText(script.sha256),
    captions === null ? "" : readText(captions),
    // Which weighs as much as the page, and is needed here alone.
    import("yaml"),
  ]);
  const document = parse(text) as ScriptDocument;
  return {
    script: document,
    times: lineTimes(
      vtt,
      linesOf(document).map(({ text: said }) => said),
    ),
    movieSha256: movie.sha256,
    captionsSha256: captions,
    look: lookOf(plan),
  };
}

/** Every line, section by section. */
export function linesOf({ sections }: ScriptDocument): ScriptLine[] {
  return sections.flatMap(({ narrations = [] }) => narrations);
}

/** The same script with something else of the line in that place. */
export function withLine(script: ScriptDocument, place: number, change: LineChange): ScriptDocument {
  let index = -1;
  const sections = script.sections.map((section) => ({
    ...section,
    narrations: (section.narrations ?? []).map((line) => {
      index += 1;
      return index === place ? changed(line, change) : line;
    }),
  }));
  return { ...script, sections };
}

function changed(line: ScriptLine, { text, reading }: LineChange): ScriptLine {
  if (text !== undefined) {
    // Where it stood in the source, and how it was to be read, was said of the words that were there.
    const { source: _source, reading: _reading, ...rest } = line;
    return { ...rest, text };
  }
  const { reading: _reading, ...rest } = line;
  return reading === undefined || reading.trim() === "" ? rest : { ...rest, reading };
}

async function readText(sha256: string): Promise<string> {
  const answer = await fetch(artifactUrl(sha256));
  return answer.text();
}

/** All that stands in the plan of a movie, bar what it was written of and what its steps take of one another. */
function lookOf({ jobs }: Plan): MovieRequest {
  const source = new Set(["url", "text", "script", "speech", "slides", "seconds", "language"]);
  const given = jobs.flatMap(({ params }) => Object.entries(params).filter(([name]) => !source.has(name)));
  const unquoted = given.map(([name, value]) => [
    name,
    typeof value === "string" ? value.replace(/^\$\$/, "$") : value,
  ]);
  return Object.fromEntries(unquoted) as MovieRequest;
}
