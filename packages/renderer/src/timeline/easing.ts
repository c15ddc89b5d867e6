/** How fast something moves at which time: control points of a Bézier curve from 0,0 to 1,1, as in CSS. */
export const EASINGS = {
  linear: [0, 0, 1, 1],
  // Material 3's: what comes in brakes, what goes out gathers speed, what moves on the screen does both.
  enter: [0.05, 0.7, 0.1, 1],
  leave: [0.3, 0, 0.8, 0.15],
  move: [0.2, 0, 0, 1],
  gentle: [0.4, 0, 0.6, 1],
} as const;

export type Easing = keyof typeof EASINGS;

/** How far it is, from 0 to 1, at a time from 0 to 1. */
export function ease(easing: Easing, time: number): number {
  if (time <= 0) return 0;
  if (time >= 1) return 1;
  if (easing === "linear") return time;
  const [x1, y1, x2, y2] = EASINGS[easing];
  // The curve's x grows with its parameter, which is found by halving.
  let low = 0;
  let high = 1;
  for (let step = 0; step < 24; step++) {
    const middle = (low + high) / 2;
    if (bezier(middle, x1, x2) < time) low = middle;
    else high = middle;
  }
  return bezier((low + high) / 2, y1, y2);
}

function bezier(parameter: number, first: number, second: number): number {
  const rest = 1 - parameter;
  return 3 * rest * rest * parameter * first + 3 * rest * parameter * parameter * second + parameter ** 3;
}
