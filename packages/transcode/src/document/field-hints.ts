import { CODEC_ALIASES, CODECS, CONTAINERS, didYouMean, JOBSPEC_FIELDS, JOBSPEC_VERSION } from "@proxx/contract";
import { PROFILES } from "../profile/profiles.ts";
import { DROPPED_FIELDS, RENAMED_FIELDS } from "./upgrade-job-spec.ts";

const FPS_MODES = [
  "preserve_source",
  "force_23_976",
  "force_24",
  "force_25",
  "force_29_97",
  "force_30",
  "force_50",
  "force_59_94",
  "force_60",
];

/** What to write in a field. */
export function hintForField(field: string, value: unknown): string {
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

/** What to do about a field that does not exist. */
export function hintForUnknownField(key: string): string {
  const renamed = RENAMED_FIELDS.get(key);
  if (renamed !== undefined) return `It is called \`${renamed}\` now. \`proxx upgrade\` rewrites an older JobSpec.`;
  if (DROPPED_FIELDS.has(key))
    return "It has no meaning any more: leave it out. `proxx upgrade` rewrites an older JobSpec.";
  return `${didYouMean(key, JOBSPEC_FIELDS)}The fields are ${JOBSPEC_FIELDS.join(", ")}.`;
}
