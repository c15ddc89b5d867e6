import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

interface PacketOfClip {
  /** As ffprobe names a stream: `v:0`, `a:1`. */
  stream: string;
  /** Counted from 0, in the order of the file. */
  number: number;
}

/** A copy in which some bytes of one packet are other ones, from `offset` within the packet on. */
export function damagedPacket(
  source: string,
  to: string,
  { offset, length = 40, ...packet }: PacketOfClip & { offset: number; length?: number },
): string {
  const bytes = readFileSync(source);
  const start = packetPosition(source, packet) + offset;
  for (let at = start; at < start + length; at++) bytes[at] = (bytes[at] ?? 0) ^ 0xa5;
  writeFileSync(to, bytes);
  return to;
}

const TRANSPORT_PACKET = 188;

/** A copy of a transport stream without the second of the packets that carry the given picture or sound: one lost on the way. */
export function withoutTransportPacket(source: string, to: string, packet: PacketOfClip): string {
  const bytes = readFileSync(source);
  const first = packetPosition(source, packet);
  const program = transportProgram(bytes, first);
  let at = first + TRANSPORT_PACKET;
  while (transportProgram(bytes, at) !== program) at += TRANSPORT_PACKET;
  writeFileSync(to, Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + TRANSPORT_PACKET)]));
  return to;
}

/** A copy of a transport stream in which a program's counter jumps at the given picture or sound, and nothing is missing. */
export function withCounterJump(source: string, to: string, packet: PacketOfClip): string {
  const bytes = readFileSync(source);
  const first = packetPosition(source, packet);
  const program = transportProgram(bytes, first);
  for (let at = first; at < bytes.length; at += TRANSPORT_PACKET) {
    if (transportProgram(bytes, at) !== program) continue;
    const flags = bytes[at + 3] ?? 0;
    bytes[at + 3] = (flags & 0xf0) | ((flags + 5) & 0x0f);
  }
  writeFileSync(to, bytes);
  return to;
}

function transportProgram(bytes: Buffer, at: number): number {
  return bytes.readUInt16BE(at + 1) & 0x1fff;
}

function packetPosition(source: string, { stream, number }: PacketOfClip): number {
  const args = ["-v", "error", "-select_streams", stream, "-show_entries", "packet=pos", "-of", "csv=p=0", source];
  // Side data of a packet stand on lines of their own.
  const positions = spawnSync("ffprobe", args, { encoding: "utf8" })
    .stdout.split("\n")
    .filter((line) => /^\d/.test(line));
  const position = Number.parseInt(positions[number] ?? "", 10);
  if (Number.isNaN(position)) throw new Error(`${source} does not say where packet ${number} of ${stream} is`);
  return position;
}
