import type { z } from "zod";
import { valueAt } from "../json/value-at.ts";
import { Reference } from "../plan/reference.ts";
import { closestName, didYouMean } from "./closest-name.ts";
import { describeJson } from "./describe-json.ts";
import { formatJsonPath, type Issue } from "./issue.ts";
import { printable } from "./printable.ts";
import { keysAt } from "./schema-keys.ts";
import { nameOfType, settleUnion, type SchemaIssue } from "./settle-union.ts";

export interface SchemaSubject {
  schema: z.core.$ZodType;
  /** What was parsed, with each `"$<id>"` read as a `Reference`. */
  value: unknown;
  /** Where the value stands in the document. */
  path: readonly PropertyKey[];
  /** What the value is: `a plan`, `merge`. */
  subject: string;
  /** How its document speaks of what stands in it. @default a plan's words */
  words?: DocumentWords;
}

interface DocumentWords {
  /** What a key is called. */
  field: "parameter" | "field";
  /** Where to read what the document takes. */
  hint: string;
}

const PLAN_WORDS: DocumentWords = {
  field: "parameter",
  hint: "`proxx schema plan` shows what each operation takes.",
};

/** What a schema finds wrong, said for people: no unions, the nearest name for a key or a value that there is not. */
export function describeSchemaIssues(found: readonly SchemaIssue[], subject: SchemaSubject): Issue[] {
  const issues = new Map<string, Issue>();
  const settled = found.flatMap((entry) => settleUnion(entry, subject.value));
  for (const issue of settled) {
    if (isMisspelt(issue, settled, subject.value)) continue;
    for (const described of describe(issue, subject)) {
      // zod may find two faults with one value; a person mends it once.
      if (!issues.has(described.path)) issues.set(described.path, described);
    }
  }
  return [...issues.values()];
}

/** Whether what is missing is there under a name that is nearly its own, which is told of anyway. */
function isMisspelt(issue: SchemaIssue, all: readonly SchemaIssue[], value: unknown): boolean {
  const key = issue.path.at(-1);
  if (typeof key !== "string" || valueAt(value, issue.path) !== undefined) return false;
  return all.some(
    (other) =>
      other.code === "unrecognized_keys" &&
      formatJsonPath(other.path) === formatJsonPath(issue.path.slice(0, -1)) &&
      other.keys.some((written) => closestName(written, [key]) !== null),
  );
}

function describe(issue: SchemaIssue, { schema, value, path, subject, words = PLAN_WORDS }: SchemaSubject): Issue[] {
  const { field, hint } = words;
  const reference = referenceOn(value, issue.path);
  if (reference !== null) return [noPlaceForReference(reference, [...path, ...reference.path])];
  const written = valueAt(value, issue.path);
  const at = (key?: string) => formatJsonPath([...path, ...issue.path, ...(key === undefined ? [] : [key])]);
  const name = nameOfPlace(issue.path, subject);
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(schema, issue.path, value);
    return issue.keys.map((key) => ({
      path: at(key),
      code: `unknown_${field}`,
      message: `\`${printable(key, 80)}\` is not a ${field} of ${name}.`,
      hint: `${didYouMean(key, known)}${known.length === 0 ? "It takes none." : `There are ${known.join(", ")}.`}`,
    }));
  }
  if (written === undefined) {
    return [{ path: at(), code: `missing_${field}`, message: `${name} is missing.`, hint }];
  }
  if (issue.code === "invalid_type") {
    const message = `Expected ${name} to be ${nameOfType(issue.expected)}, got ${describeJson(written)}.`;
    return [{ path: at(), code: "wrong_type", message, hint }];
  }
  if (issue.code === "invalid_value" || isUnknownKind(issue)) {
    const allowed = issue.code === "invalid_value" ? issue.values : (issue.options ?? []);
    const values = allowed.map((entry) => String(entry));
    const nearest = typeof written === "string" ? didYouMean(written, values) : "";
    const code = typeof written === typeof allowed[0] ? "invalid_value" : "wrong_type";
    const message = `Expected ${name} to be one of its values, got ${describeJson(written)}.`;
    return [{ path: at(), code, message, hint: `${nearest}The values are ${values.join(", ")}.` }];
  }
  if (issue.code === "too_big" || issue.code === "too_small") {
    return [{ path: at(), code: "out_of_range", message: rangeMessage(issue, name, written), hint }];
  }
  return [{ path: at(), code: "invalid_value", message: sentence(issue.message, written), hint }];
}

/** Of objects that one field tells apart, that field has a value which none of them has. */
function isUnknownKind(
  issue: SchemaIssue,
): issue is z.core.$ZodIssueInvalidUnion & { options?: z.core.util.Primitive[] } {
  return issue.code === "invalid_union" && issue.errors.length === 0;
}

function sentence(message: string, written: unknown): string {
  return `${message.replace(/^Invalid input$/, "Not a valid value")}, got ${describeJson(written)}.`;
}

function rangeMessage(
  issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall,
  name: string,
  written: unknown,
): string {
  const bound = issue.code === "too_big" ? issue.maximum : issue.minimum;
  const limit = `${issue.code === "too_big" ? "at most" : "at least"} ${bound}`;
  const counted = (one: string, more: string) => `${limit} ${Number(bound) === 1 ? one : more}`;
  if (issue.origin === "array") {
    return `Expected ${name} to have ${counted("entry", "entries")}, got ${Array.isArray(written) ? written.length : "none"}.`;
  }
  if (issue.origin === "string") {
    return `Expected ${name} to have ${counted("character", "characters")}, got ${String(written).length}.`;
  }
  return `Expected ${name} to be ${limit}, got ${describeJson(written)}.`;
}

/** The issue of a reference that a schema has no place for. */
export function noPlaceForReference({ id }: { id: string }, path: readonly PropertyKey[]): Issue {
  return {
    path: formatJsonPath(path),
    code: "reference_not_allowed",
    message: `The output of another job (\`$${printable(id, 80)}\`) cannot stand here.`,
    hint: `Write the value itself; a text that begins with \`$\` is written "$$${printable(id, 40)}".`,
  };
}

function referenceOn(value: unknown, path: readonly PropertyKey[]): { id: string; path: PropertyKey[] } | null {
  for (let length = 0; length <= path.length; length++) {
    const entry = valueAt(value, path.slice(0, length));
    if (entry instanceof Reference) return { id: entry.id, path: path.slice(0, length) };
  }
  return null;
}

function nameOfPlace(path: readonly PropertyKey[], subject: string): string {
  return path.length === 0 ? subject : `\`${formatJsonPath(path).replace(/^\$\.?/, "")}\``;
}
