import { runProbe, type ProbeOptions } from "../probe/probe.ts";

/** The packets of a track as they lie in a file: which bytes a decoder is given, and when. */
export interface PacketTrack {
  readonly kind: string;
  /** Of what a decoder is told before the first packet. */
  readonly extradata: string;
  readonly packets: readonly { readonly hash: string; readonly isKey: boolean; readonly endSeconds: number }[];
}

/** Reads a file without decoding any of it. Packets with the same hashes after the same beginning decode to the same. */
export async function readPacketHashes(path: string, options: ProbeOptions): Promise<PacketTrack[]> {
  const tracks = new Map<string, PacketTrack["packets"][number][]>();
  let open: { index: string; isKey: boolean; endSeconds: number } | null = null;
  const found: PacketTrack[] = [];
  const entries = [
    "packet=stream_index,pts_time,duration_time,flags,data_hash",
    "stream=index,codec_type,extradata_hash",
  ];
  const args = ["-show_data_hash", "sha256", "-show_entries", entries.join(":"), "-of", "compact"];
  const takes = (line: string) => {
    const [, index = "", time, length, flags = ""] =
      /^packet\|stream_index=(\d+)\|pts_time=([-\d.]+|N\/A)\|duration_time=([\d.]+|N\/A)\|flags=(\w*)/.exec(line) ?? [];
    if (index !== "") open = { index, isKey: flags.startsWith("K"), endSeconds: Number(time) + Number(length) };
    // What a packet carries beside its data stands on lines of its own before the hash.
    const [, hash] = /\bdata_hash=SHA256:([0-9a-f]+)/.exec(line) ?? [];
    if (hash !== undefined && open !== null) {
      const packets = tracks.get(open.index) ?? [];
      packets.push({ hash, isKey: open.isKey, endSeconds: open.endSeconds });
      tracks.set(open.index, packets);
      open = null;
    }
    const [, track, kind = "", extradata = ""] =
      /^stream\|index=(\d+)\|codec_type=(\w+)(?:\|extradata_hash=SHA256:([0-9a-f]+))?/.exec(line) ?? [];
    if (track !== undefined) found.push({ kind, extradata, packets: tracks.get(track) ?? [] });
    return true;
  };
  await runProbe(path, args, options, { takes });
  return found;
}
