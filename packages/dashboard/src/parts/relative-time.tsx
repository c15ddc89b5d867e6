import { computed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { now } from "../live/clock.ts";
import { exactTime, relativeTime } from "../words/times.ts";

/**
 * How long ago, and when somebody points at it when exactly, which takes long to be written for each row of a list. Each second
 * only those texts change that are others then.
 */
export function RelativeTime({ time }: { time: string }) {
  const text = useMemo(() => computed(() => relativeTime(time, now.value)), [time]);
  return (
    <time
      class="numbers"
      dateTime={time}
      onPointerEnter={({ currentTarget }) => (currentTarget.title = exactTime(time))}
    >
      {text}
    </time>
  );
}
