import { isPlainObject } from "@proxx/contract";
import { z } from "zod";
import type { Route } from "../http/route.ts";
import { SCHEMAS } from "./schemas.ts";

type Json = Record<string, unknown>;

const PROBLEM = { "application/problem+json": { schema: refTo("Problem") } };

/** What any route may answer beside its own answers. */
const FOR_ALL: Json = {
  403: { description: "A page of another origin asks.", content: PROBLEM },
  429: { description: "The key has asked too often.", content: PROBLEM },
  500: { description: "The server has a fault.", content: PROBLEM },
};

/** The OpenAPI 3.1 document of these routes, with the schemas that validate. */
export function openapiDocument(routes: readonly Route[], about: { version: string; serverUrl: string }): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    (paths[path] ??= {})[route.method.toLowerCase()] = operationOf(route);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Proxx",
      version: about.version,
      description: "Video work is a document; running it yields a result with evidence.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: about.serverUrl }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: { key: { type: "http", scheme: "bearer", description: "`proxx keys create` makes one." } },
      schemas: componentSchemas(),
    },
  };
}

/** What a route with a JSON body may answer besides. */
const FOR_JSON: Json = {
  415: { description: "The body is not JSON.", content: PROBLEM },
};

const FOR_BODY: Json = {
  400: { description: "The request is not valid.", content: PROBLEM },
  408: { description: "The body did not come.", content: PROBLEM },
  413: { description: "The body is too large.", content: PROBLEM },
};

function operationOf(route: Route): Json {
  const { method, path, summary, description, open, body, answers, query } = route;
  return {
    operationId: operationIdOf(method, path),
    summary,
    ...(description === undefined ? {} : { description }),
    ...(open ? { security: [] } : {}),
    parameters: parametersOf(route),
    ...(body === undefined ? {} : { requestBody: { required: body.required, content: contentOf(body) } }),
    responses: {
      ...(open ? {} : { 401: { description: "The request has no API key that may be used.", content: PROBLEM } }),
      ...FOR_ALL,
      ...(query === null ? {} : { 400: { description: "The query is not valid.", content: PROBLEM } }),
      ...(body?.mediaType === "application/json" ? FOR_JSON : {}),
      ...(body === undefined ? {} : FOR_BODY),
      ...Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, responseOf(answer)])),
    },
  };
}

function operationIdOf(method: string, path: string): string {
  const words = path.split("/").filter((part) => part !== "" && part !== "api");
  const named = words.map((word) => word.replace(/^:/, "by-").replace(/\W+/g, "-"));
  return [method.toLowerCase(), ...named].join("-");
}

function parametersOf({ path, query, headers = {} }: Route): Json[] {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => name);
  const asked = query === null ? {} : (z.toJSONSchema(query, { io: "input" }).properties ?? {});
  return [
    ...names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } })),
    ...Object.entries(asked).map(([name, schema]) => ({ name, in: "query", required: false, schema })),
    ...Object.entries(headers).map(([name, description]) => ({
      name,
      in: "header",
      required: false,
      description,
      schema: { type: "string" },
    })),
  ];
}

function responseOf(answer: { description: string; mediaType?: string; schema?: string }): Json {
  const { description, mediaType, schema } = answer;
  return mediaType === undefined
    ? { description }
    : { description, content: contentOf({ mediaType, ...(schema === undefined ? {} : { schema }) }) };
}

function contentOf({ mediaType, schema }: { mediaType: string; schema?: string }): Json {
  return { [mediaType]: schema === undefined ? {} : { schema: refTo(schema) } };
}

function refTo(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

function componentSchemas(): Json {
  const components: Json = {};
  for (const [name, { schema, io }] of Object.entries(SCHEMAS)) {
    const made: Json = z.toJSONSchema(schema, { io, unrepresentable: "any" });
    const { $schema: _dialect, $defs = {}, ...whole } = made;
    components[name] = withRefs(whole, name);
    // What a schema names within itself is named within the document.
    for (const [part, own] of Object.entries($defs as Json)) components[`${name}.${part}`] = withRefs(own, name);
  }
  return components;
}

function withRefs(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((member) => withRefs(member, name));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key === "$ref" && typeof member === "string"
        ? member.replace(/^#\/\$defs\//, `#/components/schemas/${name}.`).replace(/^#$/, `#/components/schemas/${name}`)
        : withRefs(member, name),
    ]),
  );
}
