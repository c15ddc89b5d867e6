import {
  CODEC_ALIASES,
  CODECS,
  CONTAINERS,
  didYouMean,
  formatJsonPath,
  type Issue,
  JOBSPEC_FIELDS,
  JOBSPEC_VERSION,
  JobSpecValidationError,
  jobSpecSchema,
  legalContainers,
  parseJsonDocument,
  type CheckedJobSpec,
} from "@proxx/contract";
import { findProfile, PROFILES } from "./profiles.ts";
import { checkTemplate } from "./naming.ts";

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
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return {
      issues: [
        {
          path: "$",
          code: "not_an_object",
          message: `A JobSpec is a JSON object, not ${describeType(value)}.`,
          hint: "`proxx new` writes a valid one.",
        },
      ],
      fields: {},
      spec: null,
    };
  }
  const document = value as Record<string, unknown>;
  const issues = [...checkKeys(document)];
  const fields: Record<string, unknown> = {};
  for (const [field, schema] of Object.entries(jobSpecSchema.shape)) {
    if (!Object.hasOwn(document, field)) continue;
    const parsed = schema.safeParse(document[field]);
    if (parsed.success) fields[field] = parsed.data;
    else {
      for (const { path, message } of parsed.error.issues) {
        const at = [field, ...path];
        issues.push(describeWrongValue(at, valueAt(document, at), message));
      }
    }
  }
  issues.push(...checkCombinations(fields as Partial<CheckedJobSpec>));
  return {
    issues,
    fields: fields as Partial<CheckedJobSpec>,
    spec: issues.length === 0 ? (fields as CheckedJobSpec) : null,
  };
}

/** Fields of earlier versions, and what they are called now. */
export const RENAMED_FIELDS: Readonly<Record<string, string>> = {
  output_directory: "output_dir",
  naming_template: "output_name_template",
  fps_explicit: "fps_mode",
  version: "jobspec_version",
  metadata: "user_metadata",
  profile: "proxy_profile",
  preset: "proxy_profile",
};

function* checkKeys(document: Record<string, unknown>): Generator<Issue> {
  for (const key of Object.keys(document)) {
    if (JOBSPEC_FIELDS.includes(key)) continue;
    const renamed = RENAMED_FIELDS[key];
    yield {
      path: formatJsonPath([key]),
      code: "unknown_field",
      message: `\`${key.slice(0, 80)}\` is not a field of a JobSpec.`,
      hint: renamed
        ? `It is called \`${renamed}\` now. \`proxx upgrade\` rewrites an older JobSpec.`
        : `${didYouMean(key, JOBSPEC_FIELDS)}The fields are ${JOBSPEC_FIELDS.join(", ")}.`,
    };
  }
  for (const [field, schema] of Object.entries(jobSpecSchema.shape)) {
    if (Object.hasOwn(document, field) || schema.safeParse(undefined).success) continue;
    yield {
      path: formatJsonPath([field]),
      code: "missing_field",
      message: `\`${field}\` is missing.`,
      hint: hintFor(field, undefined),
    };
  }
}

function describeWrongValue(path: readonly PropertyKey[], value: unknown, zodMessage: string): Issue {
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
  if (expected !== null && !expected.is(value)) {
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
    message: `${show(value)} is not a valid ${path.length > 1 ? `entry of \`${field}\`` : `\`${field}\``}${expected === null ? `: ${zodMessage}` : ""}.`,
    hint: hintFor(field, value),
  };
}

function expectedType(path: readonly PropertyKey[]): { name: string; is: (value: unknown) => boolean } | null {
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
        : `${didYouMean(text, ["preserve_source"])}"preserve_source" or "force_<rate>": force_23_976, force_24, force_25, force_29_97, force_30, force_50, force_59_94, force_60, force_<whole number>.`;
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
    const fitting = PROFILES.filter((entry) => entry.engine === profile.engine && (entry.codec === codec || entry.codec === null));
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

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = document;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/** A value as it may stand in a message: short and on one line. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function describeType(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "string") return `the text ${show(value)}`;
  if (typeof value === "number") return `the number ${show(value)}`;
  return show(value);
}
