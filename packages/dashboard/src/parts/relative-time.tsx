import { now } from "../live/clock.ts";
import { exactTime, relativeTime } from "../words/times.ts";

/** How long ago, and on hover when exactly. */
export function RelativeTime({ time }: { time: string }) {
  return (
    <time class="numbers" dateTime={time} title={exactTime(time)}>
      {relativeTime(time, now.value)}
    </time>
  );
}
