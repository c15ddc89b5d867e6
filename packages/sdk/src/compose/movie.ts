import type { Node } from "@proxx/contract";
import {
  drawSlides,
  renderMovie,
  speakScript,
  writeScript,
  type DrawSlidesParams,
  type RenderMovieParams,
  type SpeakScriptParams,
  type WriteScriptParams,
} from "@proxx/operations/builders";
import { outputs } from "./outputs.ts";
import type { Outputs } from "./pipeline.ts";

/** What each step of a movie takes, in one. */
export interface MovieParams
  extends
    Omit<WriteScriptParams, "languages">,
    Omit<SpeakScriptParams, "script" | "language">,
    Omit<DrawSlidesParams, "script" | "language">,
    Omit<RenderMovieParams, "script" | "speech" | "slides" | "language"> {}

/** Movies of one script, one in each language: they share all that has no words in it. */
export interface MoviesParams<Language extends string = string> extends Omit<MovieParams, "voice"> {
  languages: readonly Language[];
}

/**
 * A movie of a page, a text or a script: written, spoken, drawn and rendered, each by a job of its own. With `languages` it is a
 * movie in each of them, which stands in the execution's `results` by its tag; the first is the `result`.
 *
 * @example
 * const execution = await compose(movie({ url: "https://example.com/tides", theme: "folio", size: "9:16" })).execute();
 *
 * @example
 * const { results } = await compose(movie({ url: "https://example.com/tides", languages: ["en", "ja"] })).execute();
 * console.log(results.en?.url, results.ja?.url);
 */
export function movie<const Language extends string>(params: MoviesParams<Language>): Outputs<"video", Language>;
export function movie(params: MovieParams): Node<"video">;
export function movie({ languages, ...params }: MovieParams & { languages?: readonly string[] }) {
  const {
    url,
    text,
    script: written,
    language,
    seconds,
    intro,
    outro,
    voice,
    theme,
    brand,
    size,
    subtitles,
    ...rendering
  } = params;
  const editions = languages === undefined ? undefined : [...languages];
  const script = writeScript({ url, text, script: written, language, languages: editions, seconds, intro, outro });
  const make = (edition?: string) =>
    renderMovie({
      ...rendering,
      language: edition,
      script,
      speech: speakScript({ script, voice, language: edition }),
      slides: drawSlides({ script, theme, brand, size, subtitles, language: edition }),
    });
  if (editions === undefined) return make();
  // The last one is the result.
  return outputs(Object.fromEntries(editions.toReversed().map((edition) => [edition, make(edition)])));
}
