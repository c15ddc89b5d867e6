import type { TransitionName } from "../parameters/transitions.ts";

/** Between a clip and the next. The frames are those in which both are there; of a cut, none. */
export interface Transition {
  readonly type: TransitionName;
  readonly frames: number;
}

export interface Timeline {
  /** One fewer than clips, each as long as there is room for. */
  readonly transitions: readonly Transition[];
  /** The frame in which each clip begins. */
  readonly starts: readonly number[];
  readonly frames: number;
}

/**
 * Lays out clips of so many frames. The two transitions of a clip may meet but not overlap: where they would, both get
 * shorter by the same share.
 */
export function planTransitions(lengths: readonly number[], wanted: readonly Transition[]): Timeline {
  const shares = lengths.map((length, index) => {
    const claimed = (wanted[index - 1]?.frames ?? 0) + (wanted[index]?.frames ?? 0);
    return claimed <= length ? 1 : length / claimed;
  });
  const transitions = wanted.map(({ type, frames }, index): Transition => {
    const share = Math.min(shares[index] ?? 1, shares[index + 1] ?? 1);
    const fitting = Math.floor(frames * share);
    return fitting < fewestFrames(type) ? { type: "cut", frames: 0 } : { type, frames: fitting };
  });
  const starts: number[] = [];
  let end = 0;
  for (const [index, length] of lengths.entries()) {
    const start = end - (transitions[index - 1]?.frames ?? 0);
    starts.push(start);
    end = start + length;
  }
  return { transitions, starts, frames: end };
}

/**
 * Of one frame nobody sees a transition, and ffmpeg's `xfade` can wait for ever for the second. Through a colour it goes in
 * two halves.
 */
function fewestFrames(type: TransitionName): number {
  return type === "fade" || type === "fade-white" ? 4 : 2;
}
