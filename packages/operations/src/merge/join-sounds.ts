import { filter } from "@proxx/media";
import {
  samplesOfFrames,
  type Picture,
  type Sound,
  cutSound,
  mixSounds,
  shapeSound,
  silence,
} from "@proxx/composition";
import type { Timeline } from "./plan-transitions.ts";

/**
 * The sounds of clips, each beginning with the sample its picture begins with. They lie in two lanes by turns, since a clip
 * overlaps with its neighbours only, and both lanes are heard. Where clips meet, one goes as the other comes.
 */
export function joinSounds(
  sounds: readonly (Sound | null)[],
  pictures: readonly Picture[],
  { transitions, starts, frames }: Timeline,
): Sound | null {
  const [first] = pictures;
  if (first === undefined || sounds.every((sound) => sound === null)) return null;
  const at = (frame: number) => samplesOfFrames(frame, first.rate);
  const total = at(frames);
  const beginsAt = starts.map(at);
  const overlaps = transitions.map((transition, index) => {
    const next = starts[index + 1] ?? frames;
    return at(next + transition.frames) - at(next);
  });
  const laneCount = overlaps.some((overlap) => overlap > 0) ? 2 : 1;
  const lanes = Array.from({ length: laneCount }, (_, lane): Sound => {
    const parts = lane === 0 ? [] : [silence(beginsAt[lane] ?? total)];
    for (let index = lane; index < sounds.length; index += laneCount) {
      const [start = 0, end = total] = [beginsAt[index], beginsAt[index + laneCount]];
      const samples = at((starts[index] ?? 0) + (pictures[index]?.frames ?? 0)) - start;
      const sound = sounds[index] ?? null;
      if (sound === null) {
        parts.push(silence(end - start));
        continue;
      }
      const { stream } = shapeSound(
        { stream: cutSound(sound, 0, samples).stream, samples },
        { fadeIn: overlaps[index - 1], fadeOut: overlaps[index] },
      );
      parts.push(end - start === samples ? stream : filter(stream, "apad", { whole_len: end - start }));
    }
    const [only] = parts;
    if (only !== undefined && parts.length === 1) return { stream: only, samples: total };
    return { stream: filter(parts, "concat", { n: parts.length, v: 0, a: 1 }), samples: total };
  });
  const [one, ...others] = lanes;
  return one === undefined ? null : mixSounds([one, ...others]);
}
