import { runProbe, type ProbeOptions } from "./probe.ts";

/**
 * When the first sample of a sound track is heard, as its decoder has it: behind the pre-skip of Opus, which Matroska tells
 * to the decoder alone. Null where none of its first packets gives any.
 */
export async function probeFirstSample(
  path: string,
  streamIndex: number,
  options: ProbeOptions,
): Promise<number | null> {
  // A long pre-skip takes several packets of 20 ms.
  const first = ["-select_streams", String(streamIndex), "-read_intervals", "%+#12"];
  const lines = await runProbe(path, [...first, "-show_entries", "frame=pts_time", "-of", "csv=p=0"], options);
  const time = Number.parseFloat(lines[0] ?? "");
  return Number.isNaN(time) ? null : time;
}
