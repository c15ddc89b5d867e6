import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { didYouMean, legalContainers, ProxxError, type Codec, type Container, type JobSpec } from "@proxx/contract";
import { checkDocument, createJobSpec, findProfile, PROFILES, type Profile } from "@proxx/transcode";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { formatIssues } from "../output/format-issues.ts";
import { writeStdout } from "../output/write-stdout.ts";

export interface NewOptions {
  profile: string;
  to: string;
  codec?: string;
  container?: string;
  resolution?: string;
  fps: string;
  name: string;
  resolvePreset?: string;
  output?: string;
}

export async function newSpec(sources: readonly string[], options: NewOptions): Promise<ExitCode> {
  const profile = findProfile(options.profile);
  if (!profile) {
    const names = PROFILES.map(({ name }) => name);
    process.stderr.write(
      `There is no profile ${JSON.stringify(options.profile)}. ${didYouMean(options.profile, names)}The profiles are ${names.join(", ")}.\n`,
    );
    return EXIT_CODE.validation;
  }
  const codec = (options.codec ?? profile.codec) as Codec | null;
  if (codec === null) {
    process.stderr.write(
      `The profile ${profile.name} takes any codec: name one with --codec, for example --codec h264.\n`,
    );
    return EXIT_CODE.usage;
  }
  const spec = createJobSpec({
    sources: sources.map((source) => resolve(source)),
    output_dir: resolve(options.to),
    output_name_template: options.name,
    codec,
    container: (options.container ?? usualContainer(codec, profile)) as Container,
    ...(options.resolution !== undefined && { resolution: options.resolution }),
    fps_mode: options.fps,
    proxy_profile: profile.name,
    ...(options.resolvePreset !== undefined && { resolve_preset: options.resolvePreset }),
  } satisfies Omit<JobSpec, "jobspec_version" | "created_at">);
  const { issues } = checkDocument(spec);
  if (issues.length > 0) {
    process.stderr.write(formatIssues(issues, process.stderr));
    return EXIT_CODE.validation;
  }
  const text = `${JSON.stringify(spec, null, 2)}\n`;
  if (options.output === undefined) await writeStdout(text);
  else await writeNewFile(options.output, text);
  return EXIT_CODE.success;
}

function usualContainer(codec: Codec, profile: Profile): string {
  return profile.containers?.[0] ?? legalContainers(codec)?.[0] ?? "mov";
}

async function writeNewFile(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: "wx" });
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    throw new ProxxError("output_exists", `Cannot write ${path}: ${code === "EEXIST" ? "it exists already" : code}.`, {
      hint: "Nothing is overwritten; take another name.",
      cause,
    });
  }
}
