import { JobSpecValidationError, printable } from "@proxx/contract";
import { checkDocument } from "@proxx/transcode";
import { answerOnce } from "../idempotency/answer-once.ts";
import { findStrayPaths } from "../job-specs/confine-paths.ts";
import { Problem } from "../http/problem.ts";
import { defineRoute, problemAnswer, type Route } from "../http/route.ts";
import { closing } from "./execution-problems.ts";
import type { ServerParts } from "./server-parts.ts";

const JOB = { mediaType: "application/json", schema: "RunJob" };
const UNKNOWN = problemAnswer("There is no such job, or it is another tenant's.");

/** JobSpecs of files that the server can reach. */
export function jobSpecRoutes(parts: ServerParts): Route[] {
  const { jobSpecs, mediaRoots } = parts;
  return [
    defineRoute({
      method: "POST",
      path: "/api/jobspecs",
      summary: "Run a JobSpec",
      description:
        "Its sources and its folder lie below a `--media-root` of the server. What the document itself has wrong is refused; what is found wrong in the world stands in the result.",
      headers: { "Idempotency-Key": "As for executions." },
      body: { mediaType: "application/json", schema: "JobSpec", required: true },
      answers: {
        202: { description: "It is taken.", ...JOB },
        409: problemAnswer("A request with this key is being answered."),
        422: problemAnswer("The key stood on another body before."),
      },
      async handle(request) {
        const body = await request.json();
        return answerOnce(request, body, parts.answers, async () => {
          if (parts.closing.aborted) throw closing();
          if (mediaRoots.length === 0) throw noRoots();
          const { spec, issues } = checkDocument(body);
          if (spec === null) throw new JobSpecValidationError(issues);
          const stray = await findStrayPaths(spec, mediaRoots);
          if (stray.length > 0) throw new JobSpecValidationError(stray);
          const job = jobSpecs.begin(body, request.tenant);
          const location = `${request.baseUrl}/api/jobspecs/${job.id}`;
          return Response.json(job, { status: 202, headers: { location } });
        });
      },
    }),
    defineRoute({
      method: "GET",
      path: "/api/jobspecs/:id",
      summary: "How a JobSpec stands",
      description: "With its whole JobResult once it has ended.",
      answers: { 200: { description: "As it stands.", ...JOB }, 404: UNKNOWN },
      handle({ param, tenant }) {
        const job = jobSpecs.get(param("id"), tenant);
        if (job === null) throw jobNotFound(param("id"));
        return Response.json(job);
      },
    }),
    defineRoute({
      method: "POST",
      path: "/api/jobspecs/:id/cancel",
      summary: "End a JobSpec",
      description:
        "Its encoder is ended, and its result written, as an interruption does it. What has ended stays as it is.",
      answers: { 200: { description: "It has ended.", ...JOB }, 404: UNKNOWN },
      async handle({ param, tenant }) {
        const job = await jobSpecs.cancel(param("id"), tenant);
        if (job === null) throw jobNotFound(param("id"));
        return Response.json(job);
      },
    }),
  ];
}

function noRoots(): Problem {
  return new Problem({
    status: 403,
    code: "no_media_root",
    title: "This server runs no JobSpecs.",
    detail: "Its operator has opened no folder to them.",
    hint: "Start it with `--media-root FOLDER`.",
  });
}

function jobNotFound(id: string): Problem {
  return new Problem({
    status: 404,
    code: "job_not_found",
    title: "There is no such job.",
    detail: `There is no job ${printable(id, 80)}.`,
    hint: "Check the id that `POST /api/jobspecs` gave.",
  });
}
