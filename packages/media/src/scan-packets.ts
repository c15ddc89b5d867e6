import { ProxxError } from "@proxx/contract";
import { toNumber, type Rational } from "./rational.ts";
import { runTool } from "./run-tool.ts";
import { safeInputArguments } from "./safe-input.ts";
import type { ProbeOptions } from "./probe.ts";

/** What reading every packet of the picture, without decoding any, tells. Times are in seconds. */
export interface PacketScan {
  /** All packets, including those an edit list hides. */
  packets: number;
  /** Packets that give a frame a player shows. */
  shown: number;
  firstSeconds: number | null;
  /** End of the last shown frame. */
  endSeconds: number | null;
  /** Whether every frame is as long as the others, within the clock's own rounding. */
  constantRate: boolean;
  /** The reader's complaints: a packet cut off, a hole in the index. */
  errors: string[];
}

/**
 * Demuxes the picture from start to end. A half-copied file whose header promises more than it holds shows here, before
 * ffmpeg would encode the half with exit code 0.
 */
export async function scanPackets(path: string, options: ProbeOptions): Promise<PacketScan> {
  const times: number[] = [];
  const durations: number[] = [];
  const errors: string[] = [];
  let packets = 0;
  let timed = true;
  let tick = 1 / 1_000_000;
  const run = await runTool({
    command: options.ffprobe,
    args: [
      ...["-v", "error", "-hide_banner", ...safeInputArguments(path), "-select_streams", "V:0"],
      ...["-show_entries", "packet=pts,dts,duration,flags:stream=time_base", "-of", "compact=nk=0"],
    ],
    signal: options.signal,
    timeoutMs: 24 * 3600 * 1000,
    stallMs: 300_000,
    onStdoutLine: (line) => {
      const fields = parseCompactLine(line);
      if (line.startsWith("stream|")) {
        const [numerator, denominator] = (fields.get("time_base") ?? "").split("/").map(Number);
        if (numerator && denominator) tick = numerator / denominator;
      } else if (line.startsWith("packet|")) {
        packets++;
        if (fields.get("flags")?.includes("D")) return;
        const time = finite(fields.get("pts")) ?? finite(fields.get("dts"));
        if (time === null) timed = false;
        times.push(time ?? 0);
        durations.push(finite(fields.get("duration")) ?? 0);
      }
    },
    onStderrLine: (line) => errors.length < 20 && errors.push(line),
  });
  if (run.endedBy === "abort") throw new ProxxError("aborted", "Reading the source was aborted.", { hint: "Start it again." });
  if (run.exitCode !== 0) errors.push(run.stderrTail.at(-1) ?? `ffprobe ended with ${run.exitCode ?? run.signal}`);
  const order = times.map((_, index) => index).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0));
  const sorted = order.map((index) => times[index] ?? 0);
  const last = order.at(-1);
  return {
    packets,
    shown: times.length,
    firstSeconds: timed && sorted[0] !== undefined ? sorted[0] * tick : null,
    endSeconds: timed && last !== undefined ? ((times[last] ?? 0) + (durations[last] ?? 0)) * tick : null,
    constantRate: timed && isConstant(sorted),
    errors,
  };
}

/** Whether frames at `rate` explain the span of a scan to within half a frame. */
export function spanFitsRate(scan: PacketScan, rate: Rational): boolean {
  if (scan.firstSeconds === null || scan.endSeconds === null) return true;
  return Math.abs((scan.endSeconds - scan.firstSeconds) * toNumber(rate) - scan.shown) < 0.5;
}

// Clocks round: Matroska to milliseconds, and recorders jitter by a few ticks. Two per cent of a frame is no pace of its own.
function isConstant(sorted: readonly number[]): boolean {
  const count = sorted.length;
  if (count < 3) return true;
  const first = sorted[0] ?? 0;
  const step = ((sorted.at(-1) ?? 0) - first) / (count - 1);
  const tolerance = Math.max(1.01, step * 0.02);
  return sorted.every((time, index) => Math.abs(time - first - index * step) <= tolerance);
}

function parseCompactLine(line: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const field of line.split("|")) {
    const equals = field.indexOf("=");
    if (equals > 0) fields.set(field.slice(0, equals), field.slice(equals + 1));
  }
  return fields;
}

function finite(text: string | undefined): number | null {
  const value = Number(text);
  return text !== undefined && text !== "" && Number.isFinite(value) ? value : null;
}
