import type { Loss } from "@proxx/contract";
import { inSeconds, soundTrackNumber, type Damage, type DamagedStream, type TimeLine } from "@proxx/media";
import type { ClipPlan } from "../clip-plan/clip-plan.ts";

/**
 * The plan with which a source is taken although its reader or a decoder complains: nothing but the last packet of a
 * sound track is damaged, or packets are called broken of which every picture and every sound is there and decodes. Null
 * where more is damaged, and where nothing is.
 */
export function spareDamage(plan: ClipPlan, damage: Damage): ClipPlan | null {
  const { source } = plan;
  const { streams, brokenPackets, joinsSeconds, container, lookedUntilSeconds } = damage;
  if (joinsSeconds.length > 0 || container !== null || lookedUntilSeconds !== null) return null;
  if (!streams.every(({ kind, isLastPacket }) => kind === "sound" && isLastPacket)) return null;
  const whole = brokenPackets.filter(({ streamIndex }) => !streams.some(({ index }) => index === streamIndex));
  if (!whole.every(({ streamIndex }) => isWithoutGap(source.timeLine, streamIndex))) return null;
  const losses = streams.map(({ index, firstSeconds, words }): Loss => ({
    property: "damaged_end",
    from: `track ${soundTrackNumber(index, source.facts)}: its last packet, at ${inSeconds(firstSeconds)}`,
    to: "as far as it decodes",
    reason: `that packet alone is damaged${words === null ? "" : `: "${words}"`}`,
  }));
  const [first] = whole;
  if (first !== undefined)
    losses.push({
      property: "broken_packets",
      from: `${whole.length}, the first at ${inSeconds(first.seconds)}`,
      to: "as they decode",
      reason: "the stream's counters do not fit together; every picture and every sound is there, and decodes",
    });
  return losses.length === 0 ? null : { ...streams.reduce(endingBefore, plan), losses: [...plan.losses, ...losses] };
}

function isWithoutGap({ timed, constantRate, sound }: TimeLine, streamIndex: number): boolean {
  const track = sound.find((line) => line.streamIndex === streamIndex);
  return track === undefined ? timed && constantRate : track.gaps?.length === 0;
}

/** Nothing is promised of a packet that does not decode: the track ends where what decodes of it does. */
function endingBefore(plan: ClipPlan, { index, endSeconds }: DamagedStream): ClipPlan {
  const { source, audio } = plan;
  const { timeLine, facts } = source;
  const end = (facts.startSeconds ?? 0) + endSeconds;
  const shorter = (promised: number | null, seconds: number) => promised && Math.min(promised, seconds);
  return {
    ...plan,
    source: {
      ...source,
      timeLine: {
        ...timeLine,
        sound: timeLine.sound.map((line) =>
          line.streamIndex === index ? { ...line, endSeconds: shorter(line.endSeconds, end) } : line,
        ),
      },
    },
    audio: audio.map((track) =>
      track.sourceIndex === index
        ? { ...track, endSeconds: shorter(track.endSeconds, end - (timeLine.firstSeconds ?? 0)) }
        : track,
    ),
  };
}
