import { z } from "zod";
import type { Archive, ArchivedRow } from "./archive.ts";
import { otherForm, unreadable } from "./refusals.ts";

const headSchema = z.strictObject({ proxx: z.literal("executions"), form: z.int() });
const rowSchema = z.strictObject({
  table: z.string().regex(/^[a-z_]+$/),
  row: z.record(z.string().regex(/^[a-z_0-9]+$/), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
const endSchema = z.strictObject({ rows: z.int() });

/** An archive as lines of JSON: what it is, a line a row, and how many there were, by which a part is known for one. */
export async function* writeLines({ form, rows }: Pick<Archive, "form" | "rows">): AsyncGenerator<string> {
  yield `${JSON.stringify({ proxx: "executions", form })}\n`;
  let count = 0;
  for await (const row of rows()) {
    count += 1;
    yield `${JSON.stringify(row)}\n`;
  }
  yield `${JSON.stringify({ rows: count })}\n`;
}

/** Rejects with what is wrong, at the last with that the end is missing. */
export async function* readLines(
  lines: AsyncIterable<string>,
  { form }: Pick<Archive, "form">,
): AsyncGenerator<ArchivedRow> {
  let number = 0;
  let hasEnded = false;
  for await (const line of lines) {
    number += 1;
    if (hasEnded) throw unreadable(`something follows its end, in line ${number}`);
    const value = parse(line, number);
    if (number === 1) checkHead(value, form);
    else if (endSchema.safeParse(value).success) {
      if (endSchema.parse(value).rows !== number - 2) throw unreadable("some of its rows are missing");
      hasEnded = true;
    } else {
      const row = rowSchema.safeParse(value);
      if (!row.success) throw unreadable(`line ${number} is no row`);
      yield row.data;
    }
  }
  if (!hasEnded) throw unreadable("its end is missing");
}

function parse(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw unreadable(`line ${number} is no JSON`);
  }
}

function checkHead(value: unknown, form: number): void {
  const head = headSchema.safeParse(value);
  if (!head.success) throw unreadable("it is none of `proxx db export`");
  if (head.data.form !== form) throw otherForm(head.data.form, form);
}
