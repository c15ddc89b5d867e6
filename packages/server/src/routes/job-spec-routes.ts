import {
  CODECS,
  JOB_SPEC_STATUSES,
  JobSpecValidationError,
  legalContainers,
  printable,
  type JobSpecCheck,
  type JobSpecChoices,
  type RunJob,
} from "@proxx/contract";
import type { Requested } from "@proxx/runtime";
import { checkDocument, PROFILES } from "@proxx/transcode";
import { z } from "zod";
import { otherRequest, readRequestKey } from "../idempotency/read-request-key.ts";
import { readCursor } from "../http/cursor.ts";
import { Problem } from "../http/problem.ts";
import { defineRoute, problemAnswer, type Route, type RouteRequest } from "../http/route.ts";
import { findStrayPaths } from "../job-specs/confine-paths.ts";
import { accepted } from "../job-specs/job-specs.ts";
import { closing } from "./execution-problems.ts";
import { answerPage, cursorSchema, limitSchema, readStatuses, statusesSchema } from "./list-page.ts";
import type { ServerParts } from "./server-parts.ts";

const JOB = { mediaType: "application/json", schema: "RunJob" };
const UNKNOWN = problemAnswer("There is no such job, or it is another tenant's.");

const CHOICES: JobSpecChoices = {
  profiles: PROFILES.map((profile) => ({
    name: profile.name,
    engine: profile.engine,
    codec: profile.codec,
    containers: profile.containers === null ? null : [...profile.containers],
    resolution: profile.resolution,
    description: profile.description,
    rateControl: profile.rateControl,
  })),
  codecs: CODECS.map((name) => ({ name, containers: [...legalContainers(name)] })),
};

const querySchema = z.strictObject({
  limit: limitSchema,
  cursor: cursorSchema,
  status: statusesSchema(JOB_SPEC_STATUSES),
});

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
        422: problemAnswer("The key stood on another body before."),
      },
      handle: add,
    }),
    defineRoute({
      method: "POST",
      path: "/api/jobspecs/validate",
      summary: "What is wrong with a JobSpec",
      description:
        "By the document itself, and by the folders that are open to it. What is wrong in the world shows when it is run.",
      body: { mediaType: "application/json", schema: "JobSpec", required: true },
      answers: { 200: { description: "Its issues.", mediaType: "application/json", schema: "JobSpecCheck" } },
      async handle(request) {
        const { spec, issues } = checkDocument(await request.json());
        const stray = spec === null || mediaRoots.length === 0 ? [] : await findStrayPaths(spec, mediaRoots);
        const check: JobSpecCheck = { issues: [...issues, ...stray] };
        return Response.json(check);
      },
    }),
    defineRoute({
      method: "GET",
      path: "/api/jobspecs/choices",
      summary: "What a JobSpec can name",
      description: "The profiles that `proxx profiles` lists, and the containers of each codec, the usual one first.",
      answers: { 200: { description: "All of it.", mediaType: "application/json", schema: "JobSpecChoices" } },
      handle: () => Response.json(CHOICES),
    }),
    defineRoute({
      method: "GET",
      path: "/api/jobspecs",
      summary: "Your JobSpecs, the newest first",
      description: "Without their results.",
      query: querySchema,
      answers: {
        200: { description: "A page.", mediaType: "application/json", schema: "RunJobPage" },
        400: problemAnswer("The query is not valid."),
      },
      async handle(request, { limit: text, cursor, status }) {
        const limit = Number(text);
        const after = cursor === undefined ? null : readCursor(cursor);
        const statuses = readStatuses(JOB_SPEC_STATUSES, status);
        const found = await jobSpecs.list({ tenant: request.tenant, after, limit: limit + 1, statuses });
        return answerPage(found, {
          limit,
          request,
          placeOf: ({ id, createdAt }) => ({ id, createdAtMs: Date.parse(createdAt) }),
          present: ({ result: _result, ...job }) => job,
        });
      },
    }),
    defineRoute({
      method: "GET",
      path: "/api/jobspecs/:id",
      summary: "How a JobSpec stands",
      description: "With its whole JobResult once it has ended.",
      answers: { 200: { description: "As it stands.", ...JOB }, 404: UNKNOWN },
      async handle({ param, tenant }) {
        const job = await jobSpecs.get(param("id"), tenant);
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
      answers: {
        200: { description: "It has ended.", ...JOB },
        202: { description: "It is ending.", ...JOB },
        404: UNKNOWN,
      },
      async handle({ param, tenant }) {
        const job = await jobSpecs.cancel(param("id"), tenant);
        if (job === null) throw jobNotFound(param("id"));
        return Response.json(job, { status: job.completedAt === null ? 202 : 200 });
      },
    }),
  ];

  async function add(request: RouteRequest): Promise<Response> {
    const body = await request.json();
    const { tenant } = request;
    // A key that stands on a plan stands on another request.
    const key = readRequestKey(request, { jobSpec: body });
    const before = key === undefined ? null : await jobSpecs.addedBy(key, tenant);
    if (before !== null) return answerAgain(before, request);
    if (parts.closing.aborted) throw closing();
    if (mediaRoots.length === 0) throw noRoots();
    const { spec, issues } = checkDocument(body);
    if (spec === null) throw new JobSpecValidationError(issues);
    const stray = await findStrayPaths(spec, mediaRoots);
    if (stray.length > 0) throw new JobSpecValidationError(stray);
    const added = await jobSpecs.add(body, { tenant, request: key ?? null });
    // Of several who asked at the same time, this one was not the first.
    return "isSame" in added ? answerAgain(added, request) : taken(added, request);
  }

  /** What was answered to the request by which a JobSpec was taken. */
  async function answerAgain({ executionId: id, isSame }: Requested, request: RouteRequest): Promise<Response> {
    const job = isSame ? await jobSpecs.get(id, request.tenant) : null;
    if (job === null) throw otherRequest();
    const answer = taken(accepted({ id, createdAtMs: Date.parse(job.createdAt) }), request);
    answer.headers.set("idempotent-replayed", "true");
    return answer;
  }
}

function taken(job: RunJob, { baseUrl }: RouteRequest): Response {
  return Response.json(job, { status: 202, headers: { location: `${baseUrl}/api/jobspecs/${job.id}` } });
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
