import { createNode, renderMovieSchema, type Node, type ParamsOf, type Signature } from "@proxx/contract";

const signature = {
  type: "renderMovie",
  summary: "A movie of what was written, spoken and drawn",
  params: renderMovieSchema,
  inputs: [
    { param: "script", accepts: ["script"], required: true },
    { param: "speech", accepts: ["speech"], required: true },
    { param: "slides", accepts: ["slides"], required: true },
    { param: "music", accepts: ["audio"] },
  ],
  yields: "video",
} as const satisfies Signature;

export interface RenderMovieParams extends ParamsOf<typeof signature> {}

/**
 * A movie of what was written, spoken and drawn, with subtitles, chapters, a thumbnail and a description beside it.
 *
 * @example
 * renderMovie({ script, speech: speakScript({ script }), slides: drawSlides({ script }), music: "music.mp3" })
 */
export function renderMovie(params?: RenderMovieParams): Node<"video"> {
  return createNode(signature, params);
}
renderMovie.signature = signature;
