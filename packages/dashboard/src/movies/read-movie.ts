/** A movie that is there: its script, when each line is said, what it was asked for by, and what it was made of. */
import type { Artifact, Execution, Plan, ScriptDocument } from "@proxx/contract";
import { artifactUrl, client } from "../live/server.ts";
import { lineTimes, type LineTime } from "./line-times.ts";
import { linesOf } from "./script/movie-script.ts";

type MovieRequest = Parameters<typeof client.movies.start>[0];

export interface MadeMovie {
  readonly id: string;
  readonly script: ScriptDocument;
  /** Of every line, section by section. */
  readonly times: readonly (LineTime | null)[];
  readonly movieSha256: string;
  readonly captionsSha256: string | null;
  /** What the next movie is asked for by, beside its script. */
  readonly look: MovieRequest;
  readonly execution: Execution;
}

export async function readMovie(id: string): Promise<MadeMovie | null> {
  const [execution, plan] = await Promise.all([client.executions.get(id), client.executions.plan(id)]);
  const { movie } = execution.results;
  const script = await readScript(execution);
  if (movie === undefined || movie === null || script === null) return null;
  const captions = outputsOf(execution, "movie").find(({ mediaType }) => mediaType === "text/vtt")?.sha256 ?? null;
  const vtt = captions === null ? "" : await readText(captions);
  return {
    id,
    script,
    times: lineTimes(
      vtt,
      linesOf(script).map(({ text }) => text),
    ),
    movieSha256: movie.sha256,
    captionsSha256: captions,
    look: lookOf(plan),
    execution,
  };
}

export async function readScript({ results }: Execution): Promise<ScriptDocument | null> {
  const { script } = results;
  if (script === undefined || script === null) return null;
  // Which weighs as much as the page, and is needed here alone.
  const [text, { parse }] = await Promise.all([readText(script.sha256), import("yaml")]);
  return parse(text) as ScriptDocument;
}

/** What a step of a movie has made. */
export function outputsOf({ jobs }: Execution, step: string): readonly Artifact[] {
  return jobs.find(({ id }) => id === step)?.outputs ?? [];
}

export async function readText(sha256: string): Promise<string> {
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
