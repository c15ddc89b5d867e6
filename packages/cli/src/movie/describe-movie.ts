import type { MadeMovie } from "@proxx/movie";

/** A movie in one line: where it is, how long, and what was made for it now. */
export function describeMovie({ path, durationSeconds, made }: MadeMovie): string {
  const { narrations, slides, segments } = made;
  const parts = [
    `${narrations.made} of ${narrations.made + narrations.reused} lines spoken`,
    `${slides.made} of ${slides.made + slides.reused} slides drawn`,
    `${segments.made} ${segments.made === 1 ? "segment" : "segments"} made`,
  ];
  return `${path}: ${durationSeconds.toFixed(1)} s (${parts.join(", ")})`;
}
