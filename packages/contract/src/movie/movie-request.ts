import { z } from "zod";
import { isPlainObject } from "../json/plain-object.ts";
import { mapLeaves } from "../json/map-leaves.ts";
import type { Issue } from "../messages/issue.ts";
import type { JobNode, Plan } from "../plan/plan.ts";
import { quoteString } from "../plan/reference.ts";
import { drawSlidesSchema, renderMovieSchema, speakScriptSchema, writeScriptSchema } from "./movie-steps.ts";

const OF_STEPS = {
  script: writeScriptSchema,
  speech: speakScriptSchema.omit({ script: true, language: true }),
  slides: drawSlidesSchema.omit({ script: true, language: true }),
  movie: renderMovieSchema.omit({ script: true, speech: true, slides: true, language: true }),
} as const;

/** What a movie is asked for by, in one: what each of its steps takes. */
export const movieRequestSchema = z.strictObject({
  ...OF_STEPS.script.shape,
  ...OF_STEPS.speech.shape,
  ...OF_STEPS.slides.shape,
  ...OF_STEPS.movie.shape,
});

/** What no step by itself can find: one voice for several languages. */
export function movieRequestIssues(request: unknown): Issue[] {
  if (!isPlainObject(request) || request["voice"] === undefined || languagesOf(request).length < 2) return [];
  return [
    {
      path: "$.voice",
      code: "parameter_unused",
      message: "`voice` speaks one language, and there are several.",
      hint: "Name a voice for each in the script, at its personas or lines, or under `voices` in the server's proxx.yaml.",
    },
  ];
}

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

/**
 * The plan of a movie, or of one in each language. The jobs of the first bear the names of the steps, those of others also the
 * language, such as `movie-ja`; in `results` each stands by its language. Every text of the request means itself, whatever it
 * begins with.
 */
export function movieJobs(request: Readonly<Record<string, unknown>>): Pick<Plan, "jobs" | "outputs"> {
  const parted = partMovieRequest(request);
  const quoted = (params: Record<string, unknown>) =>
    mapLeaves(params, (leaf) => (typeof leaf === "string" ? quoteString(leaf) : leaf));
  const script = "$script";
  const [first, ...others] = languagesOf(request);
  const jobsIn = (language: string | undefined, suffix: string): JobNode[] => {
    const [speech, slides] = [`speech${suffix}`, `slides${suffix}`];
    const of = language === undefined ? {} : { language };
    const rendering = { script, speech: `$${speech}`, slides: `$${slides}`, ...of, ...quoted(parted.movie) };
    return [
      { id: speech, type: "speakScript", params: { script, ...of, ...quoted(parted.speech) } },
      { id: slides, type: "drawSlides", params: { script, ...of, ...quoted(parted.slides) } },
      { id: `movie${suffix}`, type: "renderMovie", params: rendering },
    ];
  };
  const editions = others.map((language) => [language, `-${language}`] as const);
  return {
    jobs: [
      { id: "script", type: "writeScript", params: quoted(parted.script) },
      ...editions.flatMap(([language, suffix]) => jobsIn(language, suffix)),
      // The last job's is the result of the execution.
      ...jobsIn(first, ""),
    ],
    outputs: {
      ...(first === undefined ? {} : { [first]: "$movie" }),
      ...Object.fromEntries(editions.map(([language, suffix]) => [language, `$movie${suffix}`])),
      movie: "$movie",
      script,
    },
  };
}

/** Those of which a movie is asked for by name. */
function languagesOf({ languages }: Readonly<Record<string, unknown>>): string[] {
  return Array.isArray(languages) ? languages.filter((language) => typeof language === "string") : [];
}
