import { z } from "zod";
import { writeCursor, type Place } from "../http/cursor.ts";
import type { RouteRequest } from "../http/route.ts";

/** How long a page of a list is. */
export const limitSchema = z
  .string()
  .regex(/^(?:100|[1-9]\d?)$/, "Expected a number from 1 to 100")
  .default("20")
  .meta({ description: "How many, from 1 to 100" });

export const cursorSchema = z.string().max(300).optional().meta({ description: "`nextCursor` of the page before" });

/** Some of these statuses, as one text. */
export function statusesSchema(all: readonly string[]) {
  const one = `(?:${all.join("|")})`;
  return z
    .string()
    .regex(new RegExp(`^${one}(?:,${one})*$`), `Expected some of ${all.join(", ")}, with commas between`)
    .optional()
    .meta({ description: "Only those of these statuses, with commas between" });
}

/** None of them stands for all. */
export function readStatuses<Status extends string>(all: readonly Status[], text: string | undefined): Status[] {
  return all.filter((one) => text?.split(",").includes(one));
}

/** A page of a list. Of one more than it has room for there may be as many as were found, which says that another one follows. */
export function answerPage<Item>(
  found: readonly Item[],
  about: { limit: number; request: RouteRequest; placeOf: (item: Item) => Place; present: (item: Item) => unknown },
): Response {
  const { limit, request, placeOf, present } = about;
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return answerFound(page.map(present), found.length > limit && last !== undefined ? placeOf(last) : null, request);
}

/** What was found of a list, and the place after which there may be more; null where there is none. */
export function answerFound(data: readonly unknown[], next: Place | null, request: RouteRequest): Response {
  const nextCursor = next === null ? null : writeCursor(next);
  return Response.json({ data, hasMore: next !== null, nextCursor }, { headers: linkTo(nextCursor, request) });
}

function linkTo(nextCursor: string | null, { raw, baseUrl }: RouteRequest): Record<string, string> {
  if (nextCursor === null) return {};
  const { pathname, searchParams } = new URL(raw.url);
  searchParams.set("cursor", nextCursor);
  return { link: `<${baseUrl}${pathname}?${searchParams.toString()}>; rel="next"` };
}
