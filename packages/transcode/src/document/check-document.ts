import type { z } from "zod";
import {
  CODEC_ALIASES,
  CODECS,
  CONTAINERS,
  didYouMean,
  formatJsonPath,
  JOBSPEC_FIELDS,
  JOBSPEC_VERSION,
  JobSpecValidationError,
  jobSpecSchema,
  legalContainers,
  MAX_ISSUES,
  parseJsonDocument,
  printable,
  tidyIssue,
  valueAt,
  type Issue,
  type CheckedJobSpec,
} from "@proxx/contract";
import { findProfile, PROFILES } from "./profiles.ts";
import { checkTemplate } from "./naming.ts";
import { DROPPED_FIELDS, RENAMED_FIELDS } from "./upgrade-job-spec.ts";

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
      message: `A JobSpec is a JSON object, not ${describeType(value)}.`,
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
      hint: hintForUnknown(key),
    };
  }
}

function hintForUnknown(key: string): string {
  const renamed = RENAMED_FIELDS.get(key);
  if (renamed !== undefined) return `It is called \`${renamed}\` now. \`proxx upgrade\` rewrites an older JobSpec.`;
  if (DROPPED_FIELDS.has(key))
    return "It has no meaning any more: leave it out. `proxx upgrade` rewrites an older JobSpec.";
  return `${didYouMean(key, JOBSPEC_FIELDS)}The fields are ${JOBSPEC_FIELDS.join(", ")}.`;
}

function missingField(field: string): Issue {
  const expected = field === "jobspec_version" ? `; this program reads "${JOBSPEC_VERSION}"` : "";
  return {
    path: formatJsonPath([field]),
    code: "missing_field",
    message: `\`${field}\` is missing${expected}.`,
    hint: hintFor(field, undefined),
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
        message: `${show(key)} cannot be a key of \`${String(path[0])}\`.`,
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
      message: `JobSpec version ${show(value)} is not supported; this program reads "${JOBSPEC_VERSION}".`,
      hint: "`proxx upgrade` rewrites an older JobSpec.",
    };
  }
  const expected = expectedType(path);
  if (!expected.is(value)) {
    return {
      path: at,
      code: "wrong_type",
      message: `Expected ${expected.name}, got ${describeType(value)}.`,
      hint: hintFor(field, value),
    };
  }
  return {
    path: at,
    code: "invalid_value",
    message: `${show(value)} is not a valid ${path.length > 1 ? `entry of \`${field}\`` : `\`${field}\``}.`,
    hint: hintFor(field, value),
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

const FPS_MODES = [
  ...["preserve_source", "force_23_976", "force_24", "force_25", "force_29_97", "force_30"],
  ...["force_50", "force_59_94", "force_60"],
];

function hintFor(field: string, value: unknown): string {
  const text = typeof value === "string" ? value : "";
  switch (field) {
    case "jobspec_version":
      return `Write "jobspec_version": "${JOBSPEC_VERSION}". For an older JobSpec, \`proxx upgrade\` does it.`;
    case "created_at":
      return 'A time with zone, for example "2026-11-20T10:00:00Z".';
    case "job_id":
      return "1 to 64 of A-Z a-z 0-9 . _ and -; or leave it out.";
    case "sources":
      return 'A list, also of one: ["clip.mov"].';
    case "output_dir":
      return 'The absolute path of an existing folder, for example "/media/proxies".';
    case "output_name_template":
      return 'For example "{source_name}_proxy"; the container supplies the extension.';
    case "codec":
      return `${didYouMean(text, [...CODECS, ...Object.keys(CODEC_ALIASES)])}The codecs are ${CODECS.join(", ")}.`;
    case "container":
      return `${didYouMean(text, CONTAINERS)}The containers are ${CONTAINERS.join(", ")}.`;
    case "resolution":
      return `${didYouMean(text, ["same", "half", "quarter"])}"same", "half", "quarter" or a size such as "1280x720".`;
    case "fps_mode":
      return text === "same-as-source"
        ? 'It is called "preserve_source" now.'
        : `${didYouMean(text, FPS_MODES)}"preserve_source" or "force_<rate>": ${FPS_MODES.slice(1).join(", ")}, or a whole number up to 999.`;
    case "proxy_profile":
      return `One of ${PROFILES.map((profile) => profile.name).join(", ")}; \`proxx profiles\` tells what each does.`;
    case "resolve_preset":
      return "The name of a render preset of DaVinci Resolve; only for jobs of camera RAW.";
    case "user_metadata":
      return 'A flat object of texts, for example {"project": "Lighthouse"}.';
    default:
      return "See docs/jobspec.md.";
  }
}

function* checkCombinations(fields: Partial<CheckedJobSpec>): Generator<Issue> {
  const { codec, container, proxy_profile, output_name_template, sources } = fields;
  if (codec && container && !legalContainers(codec).includes(container)) {
    yield {
      path: "$.container",
      code: "illegal_pair",
      message: `${codec} cannot stand in ${container}.`,
      hint: `${codec} goes into ${legalContainers(codec).join(" or ")}.`,
    };
  }
  if (proxy_profile !== undefined) yield* checkProfile(proxy_profile, fields);
  if (output_name_template !== undefined) yield* checkTemplate(output_name_template, sources?.length ?? 1);
}

function* checkProfile(name: string, { codec, container }: Partial<CheckedJobSpec>): Generator<Issue> {
  const profile = findProfile(name);
  if (!profile) {
    const names = PROFILES.map((entry) => entry.name);
    yield {
      path: "$.proxy_profile",
      code: "unknown_profile",
      message: `There is no profile ${show(name)}.`,
      hint: `${didYouMean(name, names)}The profiles are ${names.join(", ")}.`,
    };
    return;
  }
  if (codec && profile.codec !== null && profile.codec !== codec) {
    const fitting = PROFILES.filter(
      (entry) => entry.engine === profile.engine && (entry.codec === codec || entry.codec === null),
    );
    yield {
      path: "$.proxy_profile",
      code: "profile_mismatch",
      message: `The profile ${name} encodes ${profile.codec}, but \`codec\` says ${codec}.`,
      hint: `Set \`codec\` to ${profile.codec}, or take one of the profiles for ${codec}: ${fitting.map((entry) => entry.name).join(", ")}.`,
    };
  } else if (container && profile.containers !== null && !profile.containers.includes(container)) {
    yield {
      path: "$.proxy_profile",
      code: "profile_mismatch",
      message: `The profile ${name} is for ${profile.containers.join(" or ")}, but \`container\` says ${container}.`,
      hint: `Set \`container\` to ${profile.containers.join(" or ")}, or take another profile.`,
    };
  }
}

/** A value as it may stand in a message: short and on one line. */
function show(value: unknown): string {
  if (typeof value === "string") return printable(JSON.stringify(value.slice(0, 80)), 80);
  if (typeof value === "object" && value !== null) return describeType(value);
  return String(value);
}

function describeType(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "string") return `the text ${show(value)}`;
  if (typeof value === "number") return `the number ${show(value)}`;
  return show(value);
}
