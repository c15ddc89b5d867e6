import type { z } from "zod";
import type { Issue } from "@proxx/contract";
import { issuesOf } from "./issues-of.ts";
import { Problem } from "./problem.ts";

type Method = "GET" | "POST" | "DELETE";

/** What a handler is given of a request. */
export interface RouteRequest {
  /** As it came; its body has not been read. */
  readonly raw: Request;
  /** What stands in the place of `:name` in the path. */
  readonly param: (name: string) => string;
  /** Whose it is. Null is the operator of this machine. */
  readonly tenant: string | null;
  /** Of the key that it came with, or that opened its session; null without one. */
  readonly keyId: string | null;
  /** Where the client reaches this server, without a slash at its end. */
  readonly baseUrl: string;
  /** Reads the body as JSON. */
  readonly json: (maxBytes?: number) => Promise<unknown>;
}

interface AnswerInWords {
  description: string;
  /** Absent where there is no body. */
  mediaType?: string;
  /** By its name among the schemas. */
  schema?: string;
}

/** A refusal, as all of them are written. */
export function problemAnswer(description: string): AnswerInWords {
  return { description, mediaType: "application/problem+json", schema: "Problem" };
}

/** What is said of a route in the reference, and what its requests are checked by. */
interface RouteWords {
  method: Method;
  /** As in `/api/execute/:id/status`. */
  path: string;
  summary: string;
  description?: string;
  /** Answers without a key too. @default false */
  open?: boolean;
  /** What stands in its path is for no log. @default false */
  hasSecretPath?: boolean;
  /** Headers that mean something here, with what. */
  headers?: Readonly<Record<string, string>>;
  body?: { mediaType: string; schema?: string; required: boolean };
  answers: Readonly<Record<number, AnswerInWords>>;
}

export interface Route extends RouteWords {
  readonly query: z.ZodObject | null;
  readonly answer: (request: RouteRequest) => Promise<Response>;
}

interface RouteDefinition<Query extends z.ZodObject> extends RouteWords {
  query?: Query;
  handle: (request: RouteRequest, query: z.output<Query>) => Promise<Response> | Response;
}

/** A route whose query has been checked by its schema when it is handled. */
export function defineRoute<Query extends z.ZodObject>(definition: RouteDefinition<Query>): Route {
  const { query: schema, handle, ...words } = definition;
  return {
    ...words,
    query: schema ?? null,
    async answer(request) {
      const value = Object.fromEntries(new URL(request.raw.url).searchParams);
      const parsed = schema?.safeParse(value);
      if (schema === undefined || parsed === undefined) return handle(request, {} as z.output<Query>);
      if (!parsed.success) throw wrongQuery(issuesOf(parsed.error, { schema, value, subject: "this query" }));
      return handle(request, parsed.data);
    },
  };
}

function wrongQuery(issues: readonly Issue[]): Problem {
  return new Problem({
    status: 400,
    code: "invalid_query",
    title: "The query is not valid.",
    detail: issues.map(({ message }) => message).join(" "),
    hint: "Mend each issue; /docs lists what may be asked for.",
    issues,
  });
}
