import { createPacketReader } from "../timeline/read-packets.ts";
import type { TimeLine } from "../timeline/time-line.ts";
import type { MediaFacts } from "./media-facts.ts";
import { HOURS_MS, PACKET_ENTRIES, parseReport, runProbe, WHOLE_REPORT, type ProbeOptions } from "./probe.ts";

interface DecodeRequest {
  /** What is decoded, in ffprobe's form; null is all of it. */
  intervals: string | null;
  /** It is a matter of seconds. */
  short: boolean;
  /** Whether every packet is read on the way as well. What is decoded must be all of it then. */
  scans: boolean;
}

interface Decoded {
  facts: MediaFacts;
  /** Null where packets were not asked for. */
  timeLine: TimeLine | null;
  /** Whatever the decoders or the reader complain of; none means that it decodes. */
  complaints: string[];
  /** When the first frame of each stream is shown. */
  firstDecoded: ReadonlyMap<number, number>;
  /** Of the first frames of the picture; null where none was decoded. */
  fieldOrder: "progressive" | "tt" | "bb" | null;
}

/** Reads what a file says of itself, and decodes picture and sound on the way: by one process, because starting it costs most. */
export async function probeAndDecode(
  path: string,
  { intervals, short, scans }: DecodeRequest,
  options: ProbeOptions,
): Promise<Decoded> {
  const complaints: string[] = [];
  const packets = createPacketReader();
  const frames = createFrameReader();
  let within = false;
  const report = await runProbe(
    path,
    [
      // A few seconds are decoded before a crowd of threads has started.
      ...["-threads", short ? "2" : "0", "-count_frames"],
      ...(intervals === null ? [] : ["-read_intervals", intervals]),
      ...["-show_entries", scans ? `${PACKET_ENTRIES}:${FRAME_ENTRIES}` : FRAME_ENTRIES],
      ...WHOLE_REPORT,
    ],
    { ...options, timeoutMs: short ? 300_000 : 24 * HOURS_MS },
    {
      takes: (line) => {
        if (within && line === "    ],") within = false;
        else if (within && isFrame(line)) frames.read(line);
        else if (within) packets.read(line);
        else if (line === '    "frames": [' || line === '    "packets_and_frames": [') within = true;
        else return false;
        return true;
      },
      onStderrLine: (line) => complaints.length < 20 && complaints.push(line),
      diesWithParent: !short,
    },
  );
  const facts = await parseReport(path, report);
  return {
    facts,
    timeLine: scans ? packets.summarise(facts, complaints) : null,
    complaints,
    firstDecoded: frames.firstSeconds,
    fieldOrder: frames.fieldOrderOf(facts.video?.index ?? -1),
  };
}

const FRAME_ENTRIES = "frame=stream_index,pts_time,interlaced_frame,top_field_first";

/** Every entry for a packet tells a `codec_type`, but the side data that follow it on lines of their own. */
function isFrame(line: string): boolean {
  return line.includes('"stream_index"') && !line.includes('"codec_type"');
}

/** Fields show in the first frames, or there are none. */
const LOOKED_AT_FOR_FIELDS = 4;

/** Reads lines such as `{ "stream_index": 0, "pts_time": "0.000000", "interlaced_frame": 0, "top_field_first": 0 }`. */
function createFrameReader() {
  const firstSeconds = new Map<number, number>();
  const pictures = new Map<number, ("progressive" | "tt" | "bb")[]>();
  return {
    firstSeconds,
    read: (line: string): void => {
      const index = Number(/"stream_index": (\d+)/.exec(line)?.[1]);
      const time = /"pts_time": "([-.\d]+)"/.exec(line)?.[1];
      if (time !== undefined && !firstSeconds.has(index)) firstSeconds.set(index, Number(time));
      const seen = pictures.get(index) ?? [];
      if (!line.includes('"interlaced_frame"') || seen.length >= LOOKED_AT_FOR_FIELDS) return;
      const order = line.includes('"top_field_first": 1') ? "tt" : "bb";
      pictures.set(index, [...seen, line.includes('"interlaced_frame": 1') ? order : "progressive"]);
    },
    fieldOrderOf: (index: number): "progressive" | "tt" | "bb" | null => {
      const seen = pictures.get(index);
      return seen === undefined ? null : (seen.find((order) => order !== "progressive") ?? "progressive");
    },
  };
}
