import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import type { PacketTrack } from "@proxx/media";
import { z } from "zod";
import type { Parts } from "../parts/parts.ts";

/** What of a movie lies from one frame to before another, and what its packets are. */
export interface SegmentPackets {
  readonly from: number;
  readonly to: number;
  /** The same for the same packets; null where a decoder cannot begin with the first of them. */
  readonly digest: string | null;
}

/**
 * Cuts a track of pictures where its segments begin. Within one, pictures lie in the order of decoding; none of them is shown
 * before its first, nor after the next one begins: a segment is as many packets as it has frames.
 */
export function segmentPackets({ extradata, packets }: PacketTrack, starts: readonly number[]): SegmentPackets[] {
  return starts.map((from, index) => {
    const to = starts[index + 1] ?? packets.length;
    const own = packets.slice(from, to);
    const digest = createHash("sha256").update(extradata);
    for (const { hash } of own) digest.update(hash);
    return { from, to, digest: own[0]?.isKey === true ? digest.digest("hex") : null };
  });
}

const provenSchema = z.array(z.string());

function shownAs(decoder: string): string {
  return `segments that decode by ffmpeg ${decoder}`;
}

/** Segments that were decoded for the last movie, without a complaint. */
export async function provenSegments({ last }: Parts, decoder: string): Promise<ReadonlySet<string>> {
  const proof = await last({ kind: "proof", shown: shownAs(decoder), facts: provenSchema });
  return new Set(proof?.facts);
}

export async function keepProof({ part }: Parts, decoder: string, segments: readonly SegmentPackets[]): Promise<void> {
  const proven = segments.flatMap(({ digest }) => digest ?? []);
  const what = { kind: "proof", shown: shownAs(decoder), ingredients: { decoder, proven }, extension: "json" };
  await part({ ...what, facts: provenSchema }, async (path) => {
    await writeFile(path, JSON.stringify(proven));
    return proven;
  });
}
