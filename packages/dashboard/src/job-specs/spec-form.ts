/** A JobSpec as a form sees it. The text is what counts: a form reads fields out of it, and writes them back. Pure. */
import type { JobSpecChoices } from "@proxx/contract";

export const SPEC_FIELDS = [
  "sources",
  "output_dir",
  "output_name_template",
  "proxy_profile",
  "codec",
  "container",
  "resolution",
  "fps_mode",
  "job_id",
  "resolve_preset",
] as const;
export type SpecField = (typeof SPEC_FIELDS)[number];
type Spec = Readonly<Record<string, unknown>>;

const OPTIONAL: readonly SpecField[] = ["resolution", "job_id", "resolve_preset"];
const ORDER: readonly string[] = ["jobspec_version", "job_id", "created_at", ...SPEC_FIELDS, "user_metadata"];

export function newSpec(now: Date): Spec {
  return {
    jobspec_version: "1.0.0",
    created_at: now.toISOString(),
    sources: [],
    output_dir: "",
    output_name_template: "{source_name}_proxy",
    codec: "h264",
    container: "mp4",
    fps_mode: "preserve_source",
    proxy_profile: "proxy_h264_low",
  };
}

export function exampleSpec(now: Date): Spec {
  return {
    ...newSpec(now),
    job_id: "my-proxies",
    sources: ["/mnt/media/card/A001.mov"],
    output_dir: "/mnt/media/proxies",
  };
}

/** Null where the text is no JSON object, which no form can write into. A text that has not been begun is a new one. */
export function readSpec(text: string, now: Date): Spec | null {
  if (text.trim() === "") return newSpec(now);
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Spec) : null;
  } catch {
    return null;
  }
}

/** In the order of the contract; what it does not know stays, at the end. */
export function writeSpec(spec: Spec): string {
  const known = ORDER.flatMap((name) => (name in spec ? [[name, spec[name]] as const] : []));
  const others = Object.entries(spec).filter(([name]) => !ORDER.includes(name));
  return JSON.stringify(Object.fromEntries([...known, ...others]), null, 2);
}

/** Sources have a line each. */
export function specText(spec: Spec, field: SpecField): string {
  const value = spec[field];
  if (Array.isArray(value)) return value.map(String).join("\n");
  return typeof value === "string" ? value : "";
}

export function sourcesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** The same with something else in that field, and with what that leaves no choice about. */
export function withSpecText(spec: Spec, field: SpecField, text: string, choices: JobSpecChoices | undefined): Spec {
  if (field === "sources") return { ...spec, sources: sourcesOf(text) };
  if (text === "" && OPTIONAL.includes(field)) {
    const { [field]: _before, ...rest } = spec;
    return rest;
  }
  const changed: Spec = { ...spec, [field]: text };
  if (field === "codec") return withLegalContainer(changed, choices);
  if (field !== "proxy_profile") return changed;
  const codec = choices?.profiles.find(({ name }) => name === text)?.codec ?? null;
  return withLegalContainer(codec === null ? changed : { ...changed, codec }, choices);
}

/** The containers that are left by the codec and the profile of a spec; all that there are where those are not known. */
export function containersFor(spec: Spec, { profiles, codecs }: JobSpecChoices): readonly string[] {
  const all = [...new Set(codecs.flatMap(({ containers }) => containers))];
  const ofCodec: readonly string[] = codecs.find(({ name }) => name === spec["codec"])?.containers ?? all;
  const ofProfile: readonly string[] =
    profiles.find(({ name }) => name === spec["proxy_profile"])?.containers ?? ofCodec;
  return ofCodec.filter((container) => ofProfile.includes(container));
}

function withLegalContainer(spec: Spec, choices: JobSpecChoices | undefined): Spec {
  const legal = choices === undefined ? [] : containersFor(spec, choices);
  const [usual] = legal;
  return usual === undefined || legal.some((one) => one === spec["container"]) ? spec : { ...spec, container: usual };
}
