import type { Place } from "../executions/executions.ts";
import { Problem } from "./problem.ts";

/** A place in a list as clients carry it, which is nobody's business but the server's. */
export function writeCursor({ createdAt, id }: Place): string {
  return Buffer.from(`${createdAt} ${id}`).toString("base64url");
}

export function readCursor(cursor: string): Place {
  const text = Buffer.from(cursor, "base64url").toString();
  const [, createdAt, id] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([\w-]{1,128})$/.exec(text) ?? [];
  if (createdAt !== undefined && id !== undefined) return { createdAt, id };
  throw new Problem({
    status: 400,
    code: "invalid_query",
    title: "The query is not valid.",
    detail: "Expected `cursor` to be the `nextCursor` of a page.",
    hint: "Begin without a cursor, and take each page's `nextCursor` as it is.",
  });
}
