import { JOBSPEC_VERSION } from "@proxx/contract";
import { PROFILES } from "./profiles.ts";

export interface Upgrade {
  spec: Record<string, unknown>;
  /** What was changed, in sentences. */
  changes: string[];
}

const RENAMES: Readonly<Record<string, string>> = {
  output_directory: "output_dir",
  naming_template: "output_name_template",
};
/** Fields of older versions that meant nothing, or what happened rather than what was wanted. */
const DROPPED = [
  "resolved_tokens",
  "requires_resolve_edition",
  "execution_requested",
  "lut_id",
  "lut_applied",
  "lut_engine",
  "fps_explicit",
];

/**
 * Rewrites an older JobSpec (version 2.1, or the unversioned six-field form) as 1.0.0. What cannot be known is left as
 * it is, for validation to point at; a document that is 1.0.0 already comes back unchanged.
 */
export function upgradeJobSpec(old: Readonly<Record<string, unknown>>, now: () => Date = () => new Date()): Upgrade {
  const spec: Record<string, unknown> = { jobspec_version: JOBSPEC_VERSION };
  const changes: string[] = [];
  if (old["jobspec_version"] !== JOBSPEC_VERSION) {
    const from = old["jobspec_version"] === undefined ? "no version" : `version ${JSON.stringify(old["jobspec_version"])}`;
    changes.push(`jobspec_version: ${from} → "${JOBSPEC_VERSION}"`);
  }
  if (old["created_at"] === undefined || old["created_at"] === null) {
    spec["created_at"] = now().toISOString();
    changes.push("created_at: added, it is required now");
  } else spec["created_at"] = withZone(old["created_at"], changes);

  for (const [field, value] of Object.entries(old)) {
    if (field === "jobspec_version" || field === "created_at") continue;
    const renamed = RENAMES[field];
    if (renamed !== undefined && old[renamed] === undefined) {
      spec[renamed] = value;
      changes.push(`${field} → ${renamed}`);
    } else if (DROPPED.includes(field)) {
      if (field !== "fps_explicit") changes.push(`${field}: dropped, it has no meaning in ${JOBSPEC_VERSION}`);
    } else if (value === null && (field === "resolve_preset" || field === "proxy_profile" || field === "job_id")) {
      changes.push(`${field}: dropped, it was null`);
    } else spec[field] = value;
  }
  upgradeFpsMode(spec, old, changes);
  upgradeContainer(spec, changes);
  for (const field of ["codec", "resolution"]) {
    const value = spec[field];
    if (typeof value === "string" && value !== value.toLowerCase()) {
      spec[field] = value.toLowerCase();
      changes.push(`${field}: ${value} → ${value.toLowerCase()}`);
    }
  }
  if (spec["proxy_profile"] === undefined) {
    spec["proxy_profile"] = profileFor(spec["codec"]);
    changes.push(`proxy_profile: added as ${JSON.stringify(spec["proxy_profile"])}, it is required now`);
  }
  return { spec, changes };
}

function upgradeFpsMode(spec: Record<string, unknown>, old: Readonly<Record<string, unknown>>, changes: string[]): void {
  const mode = old["fps_mode"];
  const explicit = old["fps_explicit"];
  if (mode === undefined || mode === "same-as-source") {
    spec["fps_mode"] = "preserve_source";
    changes.push(mode === undefined ? "fps_mode: added as preserve_source" : "fps_mode: same-as-source → preserve_source");
  } else if (mode === "explicit" && typeof explicit === "number") {
    spec["fps_mode"] = `force_${rateName(explicit)}`;
    changes.push(`fps_mode: explicit ${explicit} → ${String(spec["fps_mode"])}`);
  }
}

// 23.98, 23.976 and 23.976024 are all written for 24000/1001.
function rateName(rate: number): string {
  const whole = Math.ceil(rate);
  const near = Math.abs(rate - (whole * 1000) / 1001) < 0.01 && rate !== whole;
  const names: Readonly<Record<number, string>> = { 24: "23_976", 30: "29_97", 60: "59_94", 120: "119_88" };
  return (near ? names[whole] : undefined) ?? String(rate);
}

function upgradeContainer(spec: Record<string, unknown>, changes: string[]): void {
  const container = spec["container"];
  if (typeof container !== "string") return;
  const plain = container.replace(/^\./, "").toLowerCase();
  if (plain === container) return;
  spec["container"] = plain;
  changes.push(`container: ${container} → ${plain}`);
}

function profileFor(codec: unknown): string {
  const own = PROFILES.find((profile) => profile.engine === "ffmpeg" && profile.codec === codec && profile.resolution === "same");
  return own?.name ?? "standard";
}

function withZone(createdAt: unknown, changes: string[]): unknown {
  if (typeof createdAt !== "string") return createdAt;
  // Python's isoformat writes microseconds, and no zone for a time it was given without one; those were UTC.
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(createdAt)) {
    changes.push("created_at: read as UTC, its zone was missing");
    return `${createdAt}Z`;
  }
  return createdAt;
}
