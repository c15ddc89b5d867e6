import type { z } from "zod";
import {
  describeJson,
  formatJsonPath,
  JOBSPEC_FIELDS,
  JOBSPEC_VERSION,
  JobSpecValidationError,
  jobSpecSchema,
  MAX_ISSUES,
  parseJsonDocument,
  printable,
  tidyIssue,
  valueAt,
  type CheckedJobSpec,
  type Issue,
} from "@proxx/contract";
import { checkCombinations } from "./check-combinations.ts";
import { hintForField, hintForUnknownField } from "./field-hints.ts";
import { showValue } from "./show-value.ts";

/** A list or an object longer than this is not looked into: 8 MiB hold millions of entries, each of which can be wrong. */
const MAX_ENTRIES = 100_000;

export interface DocumentCheck {
  issues: Issue[];
  /** The fields that are right by themselves, so that the checks of the world can go on beside the errors. */
  fields: Partial<CheckedJobSpec>;
  /** Whole, or null when there is any issue. */
  spec: CheckedJobSpec | null;
}

/** Reads a JobSpec from its text. Throws `JobSpecValidationError` with every issue of the document. */
export function parseJobSpec(content: string | Uint8Array): CheckedJobSpec {
  const json = parseJsonDocument(content);
  if (!json.ok) throw new JobSpecValidationError(json.issues);
  const { spec, issues } = checkDocument(json.value);
  if (spec === null) throw new JobSpecValidationError(issues);
  return spec;
}

/** Checks all that a JobSpec says by itself, without looking at the world. */
export function checkDocument(value: unknown): DocumentCheck {
  const fields: Partial<CheckedJobSpec> = {};
  const issues: Issue[] = [];
  for (const issue of findIssues(value, fields)) {
    issues.push(tidyIssue(issue));
    if (issues.length === MAX_ISSUES) break;
  }
  return {
    issues,
    fields,
    spec: issues.length === 0 ? (fields as CheckedJobSpec) : null,
  };
}

/** Puts the fields that are right into `fields` on its way. */
function* findIssues(value: unknown, fields: Record<string, unknown>): Generator<Issue, void> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    yield {
      path: "$",
      code: "not_an_object",
      message: `A JobSpec is a JSON object, not ${describeJson(value)}.`,
      hint: "`proxx new` writes a valid one.",
    };
    return;
  }
  const document = value as Record<string, unknown>;
  for (const [field, schema] of Object.entries(jobSpecSchema.shape)) {
    if (Object.hasOwn(document, field)) yield* checkField(field, document[field], schema, fields);
    else if (!schema.safeParse(undefined).success) yield missingField(field);
  }
  yield* checkCombinations(fields);
  yield* unknownFields(document);
}

function* unknownFields(document: Record<string, unknown>): Generator<Issue, void> {
  for (const key of Object.keys(document)) {
    if (JOBSPEC_FIELDS.includes(key)) continue;
    yield {
      path: formatJsonPath([key]),
      code: "unknown_field",
      message: `\`${printable(key, 80)}\` is not a field of a JobSpec.`,
      hint: hintForUnknownField(key),
    };
  }
}

function missingField(field: string): Issue {
  const expected = field === "jobspec_version" ? `; this program reads "${JOBSPEC_VERSION}"` : "";
  return {
    path: formatJsonPath([field]),
    code: "missing_field",
    message: `\`${field}\` is missing${expected}.`,
    hint: hintForField(field, undefined),
  };
}

function* checkField(
  field: string,
  value: unknown,
  schema: z.ZodType,
  fields: Record<string, unknown>,
): Generator<Issue, void> {
  const length = typeof value === "object" && value !== null ? Object.keys(value).length : 0;
  if (length > MAX_ENTRIES) {
    yield {
      path: formatJsonPath([field]),
      code: "too_many_entries",
      message: `\`${field}\` has ${length} entries; at most ${MAX_ENTRIES} are read.`,
      hint: "Split the work into several JobSpecs.",
    };
    return;
  }
  const parsed = schema.safeParse(value);
  // zod may find two faults with one value; a person mends it once.
  const wrong = new Map((parsed.error?.issues ?? []).map(({ path }) => [JSON.stringify(path), path]));
  for (const path of wrong.values()) yield describeWrongValue([field, ...path], valueAt(value, path));
  if (!parsed.success) return;
  const unfitTexts = [...checkTexts([field], value)];
  if (unfitTexts.length === 0) fields[field] = parsed.data;
  yield* unfitTexts;
}

/** What zod passes over: half characters, which no file name and no UTF-8 can hold, and the one key that it drops. */
function* checkTexts(path: readonly PropertyKey[], value: unknown): Generator<Issue, void> {
  if (typeof value === "string" && !value.isWellFormed()) yield describeWrongValue(path, value);
  if (typeof value !== "object" || value === null) return;
  for (const [key, entry] of Object.entries(value)) {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    if (key === "__proto__" || !key.isWellFormed()) {
      yield {
        path: formatJsonPath(at),
        code: "invalid_key",
        message: `${showValue(key)} cannot be a key of \`${String(path[0])}\`.`,
        hint: "Give it another name.",
      };
    }
    yield* checkTexts(at, entry);
  }
}

function describeWrongValue(path: readonly PropertyKey[], value: unknown): Issue {
  const field = String(path[0]);
  const at = formatJsonPath(path);
  if (field === "jobspec_version") {
    return {
      path: at,
      code: "unsupported_version",
      message: `JobSpec version ${showValue(value)} is not supported; this program reads "${JOBSPEC_VERSION}".`,
      hint: "`proxx upgrade` rewrites an older JobSpec.",
    };
  }
  const expected = expectedType(path);
  if (!expected.is(value)) {
    return {
      path: at,
      code: "wrong_type",
      message: `Expected ${expected.name}, got ${describeJson(value)}.`,
      hint: hintForField(field, value),
    };
  }
  return {
    path: at,
    code: "invalid_value",
    message: `${showValue(value)} is not a valid ${path.length > 1 ? `entry of \`${field}\`` : `\`${field}\``}.`,
    hint: hintForField(field, value),
  };
}

function expectedType(path: readonly PropertyKey[]): { name: string; is: (value: unknown) => boolean } {
  const isText = (value: unknown) => typeof value === "string";
  if (path[0] === "sources" && path.length === 1) return { name: "a list of paths", is: Array.isArray };
  if (path[0] === "user_metadata" && path.length === 1) {
    return {
      name: "an object of texts",
      is: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
    };
  }
  return { name: "a text", is: isText };
}
