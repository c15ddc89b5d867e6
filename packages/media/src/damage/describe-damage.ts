import type { MediaFacts } from "../probe/media-facts.ts";
import type { Damage } from "./read-damage.ts";
import type { DamagedStream } from "./stream-damage.ts";

/** What is damaged, where, how much of it, and what can be done; null where everything decodes. */
export function describeDamage(damage: Damage, facts: Pick<MediaFacts, "audio">): string | null {
  const told = explainDamage(damage, facts, "The source");
  return told === null ? null : `${told.message} ${told.hint}`;
}

/** The same, what can be done by itself. */
export function explainDamage(
  damage: Damage,
  facts: Pick<MediaFacts, "audio">,
  name: string,
): { message: string; hint: string } | null {
  const { streams, container, joinsSeconds, lookedUntilSeconds } = damage;
  const found = [
    ...streams.map((stream) => describeStream(stream, facts)),
    ...describePackets(damage),
    ...(joinsSeconds.length === 0
      ? []
      : [`Recordings are joined end to end: its clock begins again at ${joinsSeconds.map(inSeconds).join(", ")}.`]),
    ...(container === null
      ? []
      : [
          `The container is damaged near ${inSeconds(container.seconds)}: "${container.words}"; what stood there is missing.`,
        ]),
  ];
  if (found.length === 0) return null;
  const until = lookedUntilSeconds === null ? [] : [`Looked at were the first ${inSeconds(lookedUntilSeconds)}.`];
  return { message: [`${name} is damaged.`, ...found, ...until].join(" "), hint: adviseOn(damage).join(" ") };
}

function describeStream(stream: DamagedStream, facts: Pick<MediaFacts, "audio">): string {
  const { kind, damaged, all, firstSeconds, firstNumber, words } = stream;
  const said = words === null ? "" : `; the decoder says "${words}"`;
  const where = `at ${inSeconds(firstSeconds)}`;
  if (kind === "picture")
    return `${damaged} of ${all} frames of picture do not decode whole, the first ${where} (frame ${firstNumber}, counted from 0${said}).`;
  const track = soundTrackNumber(stream.index, facts);
  return `${damaged} of ${all} samples of sound track ${track} do not decode, the first ${where} (sample ${firstNumber}, counted from 0${said}).`;
}

/** As they are counted in the result: from 1, in the order of the file. */
export function soundTrackNumber(streamIndex: number, { audio }: Pick<MediaFacts, "audio">): number {
  return audio.findIndex(({ index }) => index === streamIndex) + 1;
}

function describePackets({ brokenPackets, joinsSeconds }: Damage): string[] {
  // The last packet before a join has no end, and that is all there is to say of it.
  const broken = brokenPackets.filter(({ seconds }) => !joinsSeconds.some((join) => Math.abs(join - seconds) < 1));
  const [first] = broken;
  if (first === undefined) return [];
  const what = broken.length === 1 ? "A packet is" : `${broken.length} packets are`;
  return [
    `${what} missing or broken in the stream, the first at ${inSeconds(first.seconds)} (stream ${first.streamIndex}).`,
  ];
}

/** Decoded past the damage, with sound that follows the picture over gaps and joins. */
const MENDED = "`ffmpeg -i SOURCE -map 0:V:0 -map 0:a? -af aresample=async=1 -c:v ffv1 -c:a pcm_s24le MENDED.mkv`";

function adviseOn({ streams, joinsSeconds }: Damage): string[] {
  const isLost = streams.some(({ kind, damaged, all }) => kind === "picture" && damaged === all);
  if (streams.length === 0 && joinsSeconds.length > 0) return [`${MENDED} makes one recording of them.`];
  return [
    "Compare it with the original, and copy it again where they differ.",
    isLost
      ? "Where the original is like this, nothing can be made of its picture."
      : `Where the original is like this, ${MENDED} keeps all that decodes, and the damage shows.`,
  ];
}

export function inSeconds(seconds: number): string {
  return `${seconds.toFixed(3)} s`;
}
