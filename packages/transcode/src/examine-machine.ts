import { CODECS, ProxxError, type Finding } from "@proxx/contract";
import { discoverTools, installCommand, MINIMUM_FFMPEG, type MediaTools } from "@proxx/media";
import { encoderOf } from "./profile/profiles.ts";
import { findResolve } from "./resolve/find-resolve.ts";

/** What Proxx works with on this machine, and what mends what is missing. Without any `missing` it can work here. */
export async function examineMachine(): Promise<Finding[]> {
  const node: Finding = {
    name: "Node.js",
    state: "ok",
    found: `${process.versions.node} (${process.execPath})`,
    mend: null,
  };
  return [node, ...(await examineFfmpeg()), await examineResolve()];
}

async function examineFfmpeg(): Promise<Finding[]> {
  let tools: MediaTools;
  try {
    // Without the cache: a doctor looks, and does not remember.
    tools = await discoverTools();
  } catch (error) {
    if (!(error instanceof ProxxError)) throw error;
    return [{ name: `ffmpeg ≥ ${MINIMUM_FFMPEG}`, state: "missing", found: error.message, mend: error.hint }];
  }
  const encoders = [
    ...CODECS.map((codec) => ({ codec: codec as string, encoder: encoderOf(codec) })),
    { codec: "AAC sound", encoder: "aac" },
    { codec: "Opus sound", encoder: "libopus" },
  ];
  const byEncoder = new Map<string, string[]>();
  for (const { codec, encoder } of encoders) byEncoder.set(encoder, [...(byEncoder.get(encoder) ?? []), codec]);
  return [
    { name: "ffmpeg", state: "ok", found: `${tools.version} (${tools.ffmpeg})`, mend: null },
    { name: "ffprobe", state: "ok", found: tools.ffprobe, mend: null },
    ...[...byEncoder].map(([encoder, codecs]): Finding => {
      const present = tools.encoders.has(encoder);
      return {
        name: `  encoder ${encoder}`,
        state: present ? "ok" : "optional",
        found: present ? codecs.join(", ") : `missing; without it: no ${codecs.join(", ")}`,
        mend: present ? null : `Install a full build of ffmpeg: ${installCommand(process.platform)}`,
      };
    }),
  ];
}

async function examineResolve(): Promise<Finding> {
  const application = await findResolve();
  if (application !== null) return { name: "DaVinci Resolve", state: "ok", found: application.modules, mend: null };
  return {
    name: "DaVinci Resolve",
    state: "optional",
    found: "not found; only camera RAW needs it",
    mend: "Install DaVinci Resolve Studio, start it, and set External scripting to Local (docs/resolve.md)",
  };
}
