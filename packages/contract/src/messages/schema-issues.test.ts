import { expect, it } from "vitest";
import { z } from "zod";
import { describeSchemaIssues } from "./schema-issues.ts";

it.each([
  [{ list: [], text: "a" }, "Expected `list` to have at least 1 entry, got 0."],
  [{ list: [1], text: "" }, "Expected `text` to have at least 1 character, got 0."],
  [{ list: [1, 2, 3], text: "a" }, "Expected `list` to have at most 2 entries, got 3."],
  [{ list: [1], text: "abc" }, "Expected `text` to have at most 2 characters, got 3."],
])("counts in words: %j", (value, message) => {
  const schema = z.strictObject({ list: z.number().array().min(1).max(2), text: z.string().min(1).max(2) });
  const { issues } = schema.safeParse(value).error ?? { issues: [] };
  expect(describeSchemaIssues(issues, { schema, value, path: [], subject: "it" })).toMatchObject([{ message }]);
});
