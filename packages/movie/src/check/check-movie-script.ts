import type { Script } from "@proxx/contract";
import { toNumber } from "@proxx/media";
import type { SpokenTiming } from "../timeline/place-lines.ts";
import { wordsIn } from "../writing/sentences/words-in.ts";
import { findFaults } from "./find-faults.ts";
import { lookAtMovie, type LookAtMovieOptions } from "./look/look-at-movie.ts";
import type { SeenMovie } from "./look/seen-movie.ts";
import type { MovieEstimate, MovieReport } from "./movie-finding.ts";

export interface CheckMovieScriptOptions extends LookAtMovieOptions {
  /** Codes of what nobody wants to hear of. */
  ignore?: readonly string[] | undefined;
}

/**
 * What is wrong with a movie, or could be better, before it is made: nothing is spoken or rendered, but every slide is laid
 * out and every subtitle put in its time. A good one has no findings.
 *
 * @example
 * const { findings, estimate } = await checkMovieScript(script, { folder: "out", mostSeconds: 180 });
 */
export async function checkMovieScript(script: Script, options: CheckMovieScriptOptions): Promise<MovieReport> {
  const seen = await lookAtMovie(script, options);
  return { findings: findFaults(seen, options.ignore), estimate: estimateOf(seen, options.spoken ?? []) };
}

function estimateOf({ times, script, lines }: SeenMovie, spoken: readonly SpokenTiming[]): MovieEstimate {
  const rate = toNumber(times.frameRate);
  const known = new Set(spoken.map(({ id }) => id));
  return {
    seconds: times.frames / rate,
    measured: lines.every(({ line }) => known.has(line.id)),
    words: lines.reduce((sum, { line }) => sum + wordsIn(line.text, script.language).length, 0),
    slides: times.sections.reduce((sum, { slides }) => sum + slides.length, 0),
    sections: times.sections.map(({ section: { id, title }, from, to, slides }) => ({
      id,
      title,
      seconds: (to - from) / rate,
      slides: slides.length,
    })),
  };
}
