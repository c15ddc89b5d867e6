/**
 * One conversation with DaVinci Resolve: a Python process of its own, which gets one request and tells what happens in
 * JSON lines. Python is what Resolve's scripting API speaks; nothing of Proxx is decided there.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runTool, type ToolRun } from "@proxx/media";
import { z } from "zod";
import type { ResolveApplication } from "./find-resolve.ts";

// The folder stands beside `src` as beside `dist`. The bundled program has it beside its own, all of whose files are in one folder.
const scriptIn = (above: string) => fileURLToPath(new URL(`${above}resolve-bridge/resolve-bridge.py`, import.meta.url));
const SCRIPT = existsSync(scriptIn("../")) ? scriptIn("../") : scriptIn("../../");

export type BridgeRequest =
  | { action: "hello" }
  | {
      action: "render";
      /** Name of the temporary project. */
      project: string;
      source: string;
      target_dir: string;
      /** Name of the file without its extension, which Resolve adds. */
      custom_name: string;
      preset: string;
      container: string;
      codec: string;
      /** What Resolve's name for the preset's codec must contain. */
      codec_family: string;
      resolution: string;
      /** As Resolve writes it, `23.976`; null keeps the clip's. */
      frame_rate: string | null;
    }
  | { action: "put_away"; project: string; previous: string | null };

const bridgeEventSchema = z.discriminatedUnion("event", [
  z.object({ event: z.literal("preset"), name: z.string() }),
  z.object({ event: z.literal("hello"), version: z.string(), presets_known: z.boolean() }),
  z.object({ event: z.literal("waiting") }),
  z.object({ event: z.literal("opening"), previous: z.string().nullable() }),
  z.object({
    event: z.literal("clip"),
    source_width: z.int(),
    source_height: z.int(),
    width: z.int(),
    height: z.int(),
    fps: z.string(),
    /** Of the output. */
    rate: z.string(),
    frames: z.int().nullable(),
    audio_channels: z.int(),
    /** Where the output is to start, and where it will. */
    timecode: z.string().nullable(),
    output_timecode: z.string().nullable(),
  }),
  z.object({ event: z.literal("progress"), percent: z.number(), remaining_ms: z.number().nullable() }),
  z.object({ event: z.literal("finished"), file: z.string().nullable() }),
  z.object({
    event: z.literal("error"),
    code: z.enum(["resolve_failed", "resolve_unavailable"]),
    message: z.string(),
    hint: z.string(),
  }),
  z.object({ event: z.literal("closed"), deleted: z.boolean(), restored: z.boolean() }),
]);

export type BridgeEvent = z.infer<typeof bridgeEventSchema>;
export type EventOf<Name extends BridgeEvent["event"]> = Extract<BridgeEvent, { event: Name }>;

interface BridgeOptions {
  timeoutMs: number;
  graceMs: number;
  stallMs?: number;
  signal?: AbortSignal | undefined;
  onEvent: (event: BridgeEvent) => void;
}

export function runBridge(
  application: ResolveApplication,
  request: BridgeRequest,
  options: BridgeOptions,
): Promise<ToolRun> {
  const { onEvent, ...limits } = options;
  let percent = -1;
  return runTool({
    ...limits,
    command: application.python,
    // No byte code beside the scripts: they stand in an installed package.
    args: ["-B", "-u", SCRIPT],
    input: JSON.stringify({ ...request, modules: application.modules, library: application.library }),
    // It polls twice a second whether or not anything moves; only a changed percentage is a sign of life.
    isActivity: (line) => {
      const event = parseEvent(line);
      if (event?.event !== "progress") return event !== null;
      const moved = event.percent !== percent;
      percent = event.percent;
      return moved;
    },
    onStdoutLine: (line) => {
      const event = parseEvent(line);
      if (event !== null) onEvent(event);
    },
  });
}

function parseEvent(line: string): BridgeEvent | null {
  if (!line.startsWith("{")) return null;
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  return bridgeEventSchema.safeParse(json).data ?? null;
}
