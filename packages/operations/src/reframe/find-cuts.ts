/** How different two pictures of neighbouring shots are at least, of 255. */
const LEAST_CHANGE = 10;
/** How much more than what changes from frame to frame around it. */
const AGAINST_NEIGHBOURS = 3;
const NEIGHBOURS = 3;

/** The frames with which a new shot begins, from how much each frame differs from the one before it. */
export function findCuts(changes: readonly number[]): number[] {
  return changes.flatMap((change, frame) => {
    if (frame === 0 || change < LEAST_CHANGE) return [];
    // A flash goes as it came: both of its changes have a neighbour like themselves.
    const around = changes.slice(Math.max(1, frame - NEIGHBOURS), frame + NEIGHBOURS + 1);
    const others = around.toSorted((a, b) => b - a).slice(1);
    return change >= AGAINST_NEIGHBOURS * (others[0] ?? 0) ? [frame] : [];
  });
}

/** How far two pictures are from each other, on average over their pixels. */
export function differenceOf(one: Uint8Array, other: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += Math.abs((one[at] ?? 0) - (other[at] ?? 0));
  return sum / one.length;
}
