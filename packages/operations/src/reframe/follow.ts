/** Where something was seen at a frame; null where nothing moved. */
export interface Sighting {
  frame: number;
  position: number | null;
}

export interface Knot {
  frame: number;
  position: number;
}

export interface FollowOptions {
  /** The first frame of the shot, and the first that is no more of it. */
  from: number;
  to: number;
  framesPerSecond: number;
  /** How much of the side the window shows, in the positions' unit. */
  window: number;
  /** How far the window's middle can go. */
  least: number;
  most: number;
  /** Where it looks when nothing moves in the whole shot. */
  rest: number;
}

/** As shares of the window: how far something may stray before it is followed … */
const DEAD_ZONE = 0.1;
/** … how little a whole shot's movement is not worth any … */
const NOT_WORTH_IT = 0.06;
/** … how fast it is followed, in a second … */
const FASTEST = 1.6;
/** … and how far a path of straight lines may be from the smooth one. */
const TOLERANCE = 0.004;
const MOST_KNOTS_A_MINUTE = 100;
const STEP_SECONDS = 0.1;
const SMOOTHING_SECONDS = 0.45;

/**
 * The path of a window's middle through one shot: still while what it follows strays only a little, without haste when
 * it goes, and knowing what comes, as a camera operator who has seen the rehearsal. Straight from knot to knot.
 */
export function follow(sightings: readonly Sighting[], options: FollowOptions): Knot[] {
  const { from, to, window, least, most, framesPerSecond } = options;
  const still = (position: number) => [{ frame: from, position: clamp(position, least, most) }];
  const seen = sightings.filter(
    (sighting): sighting is Knot => sighting.position !== null && sighting.frame >= from && sighting.frame < to,
  );
  if (seen.length === 0) return still(options.rest);
  const step = Math.max(1, Math.round(STEP_SECONDS * framesPerSecond));
  const targets = everyStep(withoutOutliers(seen), { from, to, step }).map((target) => clamp(target, least, most));
  const followed = withinReach(targets, { reach: window * DEAD_ZONE, least, most });
  const [lowest, highest] = [Math.min(...followed), Math.max(...followed)];
  if (highest - lowest < window * NOT_WORTH_IT) {
    // What is at the picture's edge would be cut by a window that does not go as far.
    const [atStart, atEnd] = [lowest <= least, highest >= most];
    return still(atStart === atEnd ? (lowest + highest) / 2 : atEnd ? most : least);
  }
  const fastest = (window * FASTEST * step) / framesPerSecond;
  const radius = Math.max(1, Math.round((SMOOTHING_SECONDS * framesPerSecond) / step / 2));
  const smooth = averaged(averaged(limited(followed, fastest), radius), radius);
  const knots = smooth.map((position, index) => ({ frame: Math.min(from + index * step, to - 1), position }));
  return fewKnots(knots, { tolerance: window * TOLERANCE, seconds: (to - from) / framesPerSecond });
}

// One sighting far from those before and after it is something else that moved for a moment.
function withoutOutliers(seen: readonly Knot[]): Knot[] {
  return seen.map(({ frame, position }, index) => {
    const around = seen.slice(Math.max(0, index - 1), index + 2).map((sighting) => sighting.position);
    return { frame, position: around.length < 3 ? position : (around.toSorted((a, b) => a - b)[1] ?? position) };
  });
}

/** Where it is at each step: between two sightings on the way from one to the other, unless it stood still meanwhile. */
function everyStep(seen: readonly Knot[], { from, to, step }: { from: number; to: number; step: number }): number[] {
  const positions: number[] = [];
  let next = 0;
  for (let frame = from; frame < to + step - 1; frame += step) {
    while (next < seen.length && (seen[next]?.frame ?? 0) <= frame) next++;
    const [before, after] = [seen[next - 1], seen[next]];
    if (before === undefined || after === undefined) {
      positions.push((before ?? after)?.position ?? 0);
    } else {
      const share = (frame - before.frame) / (after.frame - before.frame);
      positions.push(before.position + (after.position - before.position) * share);
    }
  }
  return positions;
}

/** What is followed may stray as far as it can without being cut: less and less towards an edge of the picture. */
function withinReach(
  targets: readonly number[],
  { reach, least, most }: { reach: number; least: number; most: number },
): number[] {
  let position = targets[0] ?? 0;
  return targets.map((target) => {
    const [before, behind] = [Math.min(reach, most - target), Math.min(reach, target - least)];
    return (position = clamp(position, target - before, target + behind));
  });
}

// Both ways, so that it sets out early for what it could not catch up with.
function limited(positions: readonly number[], fastest: number): number[] {
  const limitForwards = (path: readonly number[]) => {
    let last = path[0] ?? 0;
    return path.map((position) => (last = clamp(position, last - fastest, last + fastest)));
  };
  const forwards = limitForwards(positions);
  const backwards = limitForwards(positions.toReversed()).toReversed();
  return forwards.map((position, index) => (position + (backwards[index] ?? position)) / 2);
}

function averaged(positions: readonly number[], radius: number): number[] {
  const last = positions.length - 1;
  return positions.map((_, index) => {
    let sum = 0;
    for (let at = index - radius; at <= index + radius; at++) sum += positions[clamp(at, 0, last)] ?? 0;
    return sum / (2 * radius + 1);
  });
}

function fewKnots(path: readonly Knot[], { tolerance, seconds }: { tolerance: number; seconds: number }): Knot[] {
  const most = Math.max(8, (MOST_KNOTS_A_MINUTE * seconds) / 60);
  const knots = simplified(path, tolerance);
  return knots.length <= most ? knots : fewKnots(path, { tolerance: tolerance * 1.5, seconds });
}

/** By Douglas and Peucker: the fewest knots with which the path stays as close as this. */
function simplified(knots: readonly Knot[], tolerance: number): Knot[] {
  const keep = new Set([0, knots.length - 1]);
  const stack: [number, number][] = [[0, knots.length - 1]];
  for (let span = stack.pop(); span !== undefined; span = stack.pop()) {
    const [first, last] = span;
    const [start, end] = [knots[first], knots[last]];
    if (start === undefined || end === undefined || last - first < 2) continue;
    let [farthest, distance] = [first, 0];
    for (let index = first + 1; index < last; index++) {
      const knot = knots[index] ?? start;
      const share = (knot.frame - start.frame) / (end.frame - start.frame);
      const off = Math.abs(knot.position - start.position - (end.position - start.position) * share);
      if (off > distance) [farthest, distance] = [index, off];
    }
    if (distance <= tolerance) continue;
    keep.add(farthest);
    stack.push([first, farthest], [farthest, last]);
  }
  return knots.filter((_, index) => keep.has(index));
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
