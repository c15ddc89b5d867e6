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

/** What each step of a movie takes, in one. */
export interface MovieParams
  extends
    WriteScriptParams,
    Omit<SpeakScriptParams, "script">,
    Omit<DrawSlidesParams, "script">,
    Omit<RenderMovieParams, "script" | "speech" | "slides"> {}

/**
 * A movie of a page, a text or a script: written, spoken, drawn and rendered, each by a job of its own.
 *
 * @example
 * const execution = await compose(movie({ url: "https://example.com/tides", theme: "folio", size: "9:16" })).execute();
 */
export function movie(params: MovieParams): Node<"video"> {
  const { url, text, script: written, language, seconds, voice, theme, brand, size, subtitles, ...rendering } = params;
  const script = writeScript({ url, text, script: written, language, seconds });
  const speech = speakScript({ script, voice });
  const slides = drawSlides({ script, theme, brand, size, subtitles });
  return renderMovie({ ...rendering, script, speech, slides });
}
