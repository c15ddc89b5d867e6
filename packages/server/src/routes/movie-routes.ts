import {
  describeSchemaIssues,
  isPlainObject,
  movieJobs,
  movieRequestIssues,
  movieRequestSchema,
  planSchema,
  PlanValidationError,
  type Issue,
} from "@proxx/contract";
import { defineRoute, problemAnswer, type Route, type RouteRequest } from "../http/route.ts";
import { Problem } from "../http/problem.ts";
import { beginExecution, partBody, type AskedPlan } from "./begin-execution.ts";
import type { ServerParts } from "./server-parts.ts";
import { traced } from "./traced.ts";

/** Movies, which are executions of a plan that is always the same. */
export function movieRoutes(parts: ServerParts): Route[] {
  return [
    defineRoute({
      method: "POST",
      path: "/api/movies",
      summary: "Make a movie of a page, a text or a script",
      description:
        "It becomes an execution of four jobs, `script`, `speech`, `slides` and `movie`, of which everything can be asked that can be asked of any other. `results` has the `movie` and its `script`, and with `languages` the movie of each by its tag, whose jobs are `speech-ja`, `slides-ja` and `movie-ja` for all but the first; what lies beside the movie (subtitles, chapters, description, thumbnail) is among the outputs of its job. `baseExecutionId` is the movie that this one is another take of: by that its takes can be listed.",
      headers: {
        "Idempotency-Key": "Up to 255 visible characters. The same key and body begin one execution in 24 hours.",
      },
      body: { mediaType: "application/json", schema: "MovieRequest", required: true },
      answers: {
        202: { description: "It has begun.", mediaType: "application/json", schema: "ExecuteAnswer" },
        400: problemAnswer("The movie cannot be made."),
        422: problemAnswer("The key stood on another body before."),
      },
      handle: (request) =>
        traced(request, "POST /api/movies", parts, (traceparent) =>
          inOwnWords(() => beginExecution(request, parts, { traceparent, read: (body) => readMovie(body, request) })),
        ),
    }),
  ];
}

const { webhook, baseExecutionId } = planSchema.shape;
const REQUEST = movieRequestSchema.extend({ webhook, baseExecutionId });
const HINT = "The reference at /docs says what a movie takes.";
/** What is the plan's, whatever it makes. */
const OF_PLAN = new Set(["webhook", "baseExecutionId"]);

/** Makes a plan of what a movie is asked for by; rejects with all that is wrong with it by itself. */
function readMovie(body: unknown, { tenant }: RouteRequest): AskedPlan {
  const { rest, start, issues } = partBody(body, tenant);
  const parsed = REQUEST.safeParse(rest);
  const subject = { schema: REQUEST, value: rest, path: [], subject: "a movie" };
  const words = { field: "field", hint: HINT } as const;
  const found = parsed.success
    ? movieRequestIssues(rest)
    : describeSchemaIssues(parsed.error.issues, { ...subject, words });
  if (!isPlainObject(rest) || issues.length + found.length > 0) throw new PlanValidationError([...issues, ...found]);
  const ofPlan = Object.fromEntries(Object.entries(rest).filter(([name]) => OF_PLAN.has(name)));
  return { plan: { ...movieJobs(rest), ...ofPlan }, start };
}

/** Whoever asked for a movie has written no plan: what is wrong with it stands where he wrote it. */
async function inOwnWords(begin: () => Promise<Response>): Promise<Response> {
  try {
    return await begin();
  } catch (error) {
    if (!(error instanceof PlanValidationError)) throw error;
    const issues = error.issues.map(placedInRequest);
    const [first] = issues;
    const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
    throw new Problem({
      status: 400,
      code: "invalid_document",
      title: "The movie cannot be made.",
      detail: first === undefined ? error.message : `${first.path}: ${first.message}${more}`,
      hint: HINT,
      issues,
    });
  }
}

function placedInRequest(issue: Issue): Issue {
  return { ...issue, path: issue.path.replace(/^\$\.jobs\[\d+\](?:\.params)?/, "$") };
}
