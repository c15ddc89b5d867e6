import type { z } from "zod";
import { valueAt } from "../json/value-at.ts";

export type SchemaIssue = z.core.$ZodIssue;

/** Of what the branches of a union find wrong, that of the branch which fits best. */
export function settleUnion(issue: SchemaIssue, root: unknown): SchemaIssue[] {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
  const value = valueAt(root, issue.path);
  const branches = issue.errors.map((branch) => branch.flatMap((entry) => settleUnion(entry, value)));
  const misfits = branches.map((branch) => misfitOf(branch, value));
  const least = Math.min(...misfits);
  const best = branches.filter((_, index) => misfits[index] === least).toSorted((a, b) => a.length - b.length);
  const chosen = least < WRONG_TYPE ? (joinValues(best) ?? best[0] ?? []) : [combine(best.flat())];
  return chosen.map((entry) => ({ ...entry, path: [...issue.path, ...entry.path] }));
}

const WRONG_TYPE = 3;

/** How far a branch is from what was written: 0 when the value is of its kind and only something within is wrong. */
function misfitOf(branch: readonly SchemaIssue[], value: unknown): number {
  const atRoot = branch.filter(({ path }) => path.length === 0);
  return Math.max(
    0,
    ...atRoot.map((issue) => {
      if (issue.code === "invalid_type") return WRONG_TYPE;
      if (issue.code === "custom") return 2;
      if (issue.code === "invalid_value") return typeof issue.values[0] === typeof value ? 1 : WRONG_TYPE;
      return issue.code === "unrecognized_keys" ? 0 : 1;
    }),
  );
}

/** Where each of several branches is a list of values: one issue with the values of all. */
function joinValues(branches: readonly (readonly SchemaIssue[])[]): SchemaIssue[] | null {
  const issues = branches.flat();
  const values = issues.flatMap((issue) =>
    issue.code === "invalid_value" && issue.path.length === 0 ? issue.values : [],
  );
  const [first] = issues;
  if (first?.code !== "invalid_value" || issues.length !== branches.length || values.length === 0) return null;
  return issues.every(({ code }) => code === "invalid_value") ? [{ ...first, values }] : null;
}

/** None of the branches takes a value of this type: one issue that says what all of them take. */
function combine(issues: readonly SchemaIssue[]): SchemaIssue {
  const expected = [...new Set(issues.map(expectationOf))].join(" or ");
  return { code: "custom", path: [], message: `Expected ${expected}`, input: undefined };
}

function expectationOf(issue: SchemaIssue): string {
  if (issue.code === "invalid_type") return nameOfType(issue.expected);
  if (issue.code === "invalid_value") return issue.values.map((entry) => String(entry)).join(", ");
  return issue.message.replace(/^Expected /, "");
}

/** A type as zod calls it, in the words of a plan. */
export function nameOfType(type: string): string {
  const names: Readonly<Record<string, string>> = {
    string: "a text",
    number: "a number",
    int: "a whole number",
    boolean: "true or false",
    array: "a list",
    object: "an object",
    record: "an object",
  };
  return names[type] ?? type;
}
