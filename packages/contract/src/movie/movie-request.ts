import { z } from "zod";
import { mapLeaves } from "../json/map-leaves.ts";
import type { Plan } from "../plan/plan.ts";
import { quoteString } from "../plan/reference.ts";
import { drawSlidesSchema, renderMovieSchema, speakScriptSchema, writeScriptSchema } from "./movie-steps.ts";

const OF_STEPS = {
  script: writeScriptSchema,
  speech: speakScriptSchema.omit({ script: true }),
  slides: drawSlidesSchema.omit({ script: true }),
  movie: renderMovieSchema.omit({ script: true, speech: true, slides: true }),
} as const;

/** What a movie is asked for by, in one: what each of its steps takes. */
export const movieRequestSchema = z.strictObject({
  ...OF_STEPS.script.shape,
  ...OF_STEPS.speech.shape,
  ...OF_STEPS.slides.shape,
  ...OF_STEPS.movie.shape,
});

/** What was asked for, parted among the steps, each of which is a job of that name. */
function partMovieRequest(
  request: Readonly<Record<string, unknown>>,
): Record<keyof typeof OF_STEPS, Record<string, unknown>> {
  const of = (step: keyof typeof OF_STEPS) =>
    Object.fromEntries(
      Object.keys(OF_STEPS[step].shape).flatMap((key) => (key in request ? [[key, request[key]]] : [])),
    );
  return { script: of("script"), speech: of("speech"), slides: of("slides"), movie: of("movie") };
}

/** The plan of a movie. Every text of the request means itself, whatever it begins with. */
export function movieJobs(request: Readonly<Record<string, unknown>>): Pick<Plan, "jobs" | "outputs"> {
  const parted = partMovieRequest(request);
  const quoted = (params: Record<string, unknown>) =>
    mapLeaves(params, (leaf) => (typeof leaf === "string" ? quoteString(leaf) : leaf));
  const script = "$script";
  return {
    jobs: [
      { id: "script", type: "writeScript", params: quoted(parted.script) },
      { id: "speech", type: "speakScript", params: { script, ...quoted(parted.speech) } },
      { id: "slides", type: "drawSlides", params: { script, ...quoted(parted.slides) } },
      {
        id: "movie",
        type: "renderMovie",
        params: { script, speech: "$speech", slides: "$slides", ...quoted(parted.movie) },
      },
    ],
    outputs: { movie: "$movie", script: "$script" },
  };
}
