import { styleText } from "node:util";
import { CODECS, ProxxError } from "@proxx/contract";
import { discoverTools, installCommand, MINIMUM_FFMPEG, type MediaTools } from "@proxx/media";
import { encoderOf, findResolve, PROXX_VERSION } from "@proxx/transcode";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { formatTable } from "../output/format-table.ts";
import { writeStdout } from "../output/write-stdout.ts";

interface Finding {
  name: string;
  state: "ok" | "missing" | "optional";
  found: string;
  /** The command or step that mends it. */
  mend: string | null;
}

export async function doctor(options: { json?: boolean }): Promise<ExitCode> {
  const findings = await examine();
  const healthy = findings.every(({ state }) => state !== "missing");
  if (options.json)
    await writeStdout(`${JSON.stringify({ healthy, proxx_version: PROXX_VERSION, findings }, null, 2)}\n`);
  else await writeStdout(describe(findings, healthy));
  return healthy ? EXIT_CODE.success : EXIT_CODE.validation;
}

async function examine(): Promise<Finding[]> {
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

function describe(findings: readonly Finding[], healthy: boolean): string {
  const mark = {
    ok: styleText("green", "✓", { stream: process.stdout }),
    missing: styleText("red", "✗", { stream: process.stdout }),
    optional: styleText("yellow", "–", { stream: process.stdout }),
  };
  const table = formatTable(findings.map(({ name, state, found }) => [mark[state], name, found]));
  const mends = findings.flatMap(({ name, mend }) => (mend === null ? [] : [`→ ${name.trim()}: ${mend}`]));
  const verdict = healthy ? "Proxx can work here." : "Proxx cannot work here yet.";
  return `${table}\n${mends.length > 0 ? `\n${mends.join("\n")}\n` : ""}\n${verdict}\n`;
}
