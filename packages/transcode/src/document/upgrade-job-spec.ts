import { JOBSPEC_VERSION, printable } from "@proxx/contract";
import { PROFILES } from "../profile/profiles.ts";

export interface Upgrade {
  spec: Record<string, unknown>;
  /** What was changed, in sentences. */
  changes: string[];
}

/** Fields of earlier versions, and what they are called now. */
export const RENAMED_FIELDS: ReadonlyMap<string, string> = new Map([
  ["output_directory", "output_dir"],
  ["naming_template", "output_name_template"],
  ["metadata", "user_metadata"],
  ["profile", "proxy_profile"],
  ["preset", "proxy_profile"],
  ["version", "jobspec_version"],
  ["fps_explicit", "fps_mode"],
]);

/** Fields of earlier versions that meant nothing, or what happened rather than what was wanted. */
export const DROPPED_FIELDS: ReadonlySet<string> = new Set([
  "resolved_tokens",
  "requires_resolve_edition",
  "execution_requested",
  "lut_id",
  "lut_applied",
  "lut_engine",
]);

const OPTIONAL_FIELDS: ReadonlySet<string> = new Set([
  "job_id",
  "resolution",
  "proxy_profile",
  "resolve_preset",
  "user_metadata",
]);

/** A spec on its way: a map, so that a field of any name is only ever a field. */
type Fields = Map<string, unknown>;

/**
 * Rewrites an older JobSpec (version 2.1, or the unversioned six-field form) as 1.0.0. What cannot be known is left as
 * it is, for validation to point at; a valid 1.0.0 comes back as it was. The document itself is not changed.
 */
export function upgradeJobSpec(old: Readonly<Record<string, unknown>>, now: () => Date = () => new Date()): Upgrade {
  const changes: string[] = [];
  const fields: Fields = new Map(Object.entries(old));
  upgradeVersion(fields, changes);
  upgradeCreatedAt(fields, now, changes);
  upgradeFpsMode(fields, changes);
  renameAndDrop(fields, changes);
  upgradeSpelling(fields, changes);
  if (fields.get("proxy_profile") === undefined) {
    const profile = profileFor(fields.get("codec"));
    fields.set("proxy_profile", profile);
    changes.push(`proxy_profile: added as "${profile}", it is required now`);
  }
  return { spec: Object.fromEntries(fields), changes: changes.map((change) => printable(change, 480)) };
}

function upgradeVersion(fields: Fields, changes: string[]): void {
  if (fields.get("jobspec_version") === JOBSPEC_VERSION) return;
  const version = fields.get("jobspec_version") ?? fields.get("version");
  const from = version === undefined ? "no version" : `version ${JSON.stringify(version)}`;
  fields.delete("version");
  putFirst(fields, "jobspec_version", JOBSPEC_VERSION);
  changes.push(`jobspec_version: ${from} → "${JOBSPEC_VERSION}"`);
}

function upgradeCreatedAt(fields: Fields, now: () => Date, changes: string[]): void {
  const written = fields.get("created_at") ?? null;
  if (written === null) {
    putFirst(fields, "created_at", now().toISOString());
    putFirst(fields, "jobspec_version", fields.get("jobspec_version"));
    changes.push("created_at: added, it is required now");
    return;
  }
  if (typeof written !== "string") return;
  // Python writes a space where `str()` is used, `+0100` where `strftime` is, and no zone for a time it was given without.
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/.exec(written);
  if (match === null) return;
  const [, date, minutes, seconds = ":00", zone] = match;
  const createdAt = `${date}T${minutes}${seconds}${zone === undefined ? "Z" : zone.replace(/^(.\d{2})(\d{2})$/, "$1:$2")}`;
  if (createdAt === written) return;
  fields.set("created_at", createdAt);
  changes.push(
    zone === undefined ? "created_at: read as UTC, its zone was missing" : `created_at: ${written} → ${createdAt}`,
  );
}

function upgradeFpsMode(fields: Fields, changes: string[]): void {
  const mode = fields.get("fps_mode") ?? null;
  if (mode === null || mode === "same-as-source") {
    fields.set("fps_mode", "preserve_source");
    changes.push(mode === null ? "fps_mode: added as preserve_source" : "fps_mode: same-as-source → preserve_source");
  } else if (mode === "explicit") {
    const explicit = fields.get("fps_explicit");
    const rate = typeof explicit === "string" && explicit.trim() !== "" ? Number(explicit) : explicit;
    // Which rate was meant only its writer knows.
    if (typeof rate !== "number" || !(rate > 0)) return;
    fields.set("fps_mode", `force_${rateName(rate)}`);
    changes.push(`fps_mode: explicit ${rate} → force_${rateName(rate)}`);
  }
  const unused = fields.get("fps_explicit") ?? null;
  fields.delete("fps_explicit");
  if (unused === null || mode === "explicit") return;
  changes.push("fps_explicit: dropped, it has a meaning only beside fps_mode: explicit");
}

// 23.98, 23.976 and 23.976024 are all written for 24000/1001.
function rateName(rate: number): string {
  const whole = Math.ceil(rate);
  const near = Math.abs(rate - (whole * 1000) / 1001) < 0.01 && rate !== whole;
  const names: Readonly<Record<number, string>> = { 24: "23_976", 30: "29_97", 60: "59_94", 120: "119_88" };
  return (near ? names[whole] : undefined) ?? String(rate);
}

function renameAndDrop(fields: Fields, changes: string[]): void {
  for (const [field, value] of [...fields]) {
    const renamed = RENAMED_FIELDS.get(field);
    if (DROPPED_FIELDS.has(field)) {
      fields.delete(field);
      changes.push(`${field}: dropped, it has no meaning in ${JOBSPEC_VERSION}`);
    } else if (
      value === null &&
      (OPTIONAL_FIELDS.has(field) || (renamed !== undefined && OPTIONAL_FIELDS.has(renamed)))
    ) {
      fields.delete(field);
      changes.push(`${field}: dropped, it was null`);
    } else if (renamed !== undefined && (fields.get(renamed) ?? null) === null) {
      rename(fields, field, renamed);
      changes.push(`${field} → ${renamed}`);
    }
  }
}

function upgradeSpelling(fields: Fields, changes: string[]): void {
  for (const field of ["codec", "container", "resolution"]) {
    const value = fields.get(field);
    if (typeof value !== "string") continue;
    const plain = (field === "container" ? value.replace(/^\./, "") : value).toLowerCase();
    if (plain === value) continue;
    fields.set(field, plain);
    changes.push(`${field}: ${value} → ${plain}`);
  }
}

function profileFor(codec: unknown): string {
  const own = PROFILES.find(
    (profile) => profile.engine === "ffmpeg" && profile.codec === codec && profile.resolution === "same",
  );
  return own?.name ?? "standard";
}

function putFirst(fields: Fields, field: string, value: unknown): void {
  const others = [...fields].filter(([name]) => name !== field);
  fields.clear();
  for (const [name, entry] of [[field, value] as const, ...others]) fields.set(name, entry);
}

/** Gives a field another name, at its place. */
function rename(fields: Fields, from: string, to: string): void {
  const entries = [...fields].filter(([name]) => name !== to);
  fields.clear();
  for (const [name, value] of entries) fields.set(name === from ? to : name, value);
}
