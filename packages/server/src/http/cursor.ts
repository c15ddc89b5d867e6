import { Problem } from "./problem.ts";

/** Where something stands in a list of all, the newest first. */
export interface Place {
  readonly createdAtMs: number;
  readonly id: string;
}

/** A place in a list as clients carry it, which is nobody's business but the server's. */
export function writeCursor({ createdAtMs, id }: Place): string {
  return Buffer.from(`${createdAtMs} ${id}`).toString("base64url");
}

export function readCursor(cursor: string): Place {
  const text = Buffer.from(cursor, "base64url").toString();
  const [, createdAtMs, id] = /^(\d{1,15}) ([\w-]{1,128})$/.exec(text) ?? [];
  if (createdAtMs !== undefined && id !== undefined) return { createdAtMs: Number(createdAtMs), id };
  throw new Problem({
    status: 400,
    code: "invalid_query",
    title: "The query is not valid.",
    detail: "Expected `cursor` to be the `nextCursor` of a page.",
    hint: "Begin without a cursor, and take each page's `nextCursor` as it is.",
  });
}
