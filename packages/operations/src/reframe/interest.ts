export interface InterestOptions {
  /** Of the small picture that is looked at. */
  width: number;
  height: number;
  /** Along which of its sides a window is moved. */
  along: "x" | "y";
  /** How long the window is, in pixels along that side. */
  window: number;
  /** By how much a value of each plane changes that is noise. */
  noise: readonly number[];
}

/** How much has to move to be followed: on average over all pixels, of 255 in each plane. */
const LEAST_MOTION = 0.04;
/** When so much of the picture moves, the camera does, or the light. */
const EVERYWHERE = 0.6;
const CENTRE_PRIOR = 0.15;
const STEADINESS = 0.3;

/**
 * Where, between two moments, the most happens that one window can show: its centre, in pixels along the side. Null
 * where nothing does. Each moment is a plane of light and planes of colour, one after the other. `before` is where it was a
 * moment ago: of two places that are alike the nearer is taken.
 */
export function centreOfInterest(
  one: Uint8Array,
  other: Uint8Array,
  { width, height, along, window, noise }: InterestOptions,
  before: number | null,
): number | null {
  const pixels = width * height;
  const motion = new Float64Array(along === "x" ? width : height);
  let total = 0;
  let moving = 0;
  for (let pixel = 0; pixel < pixels; pixel++) {
    let change = 0;
    for (const [plane, limit] of noise.entries()) {
      const at = plane * pixels + pixel;
      change += Math.max(0, Math.abs((one[at] ?? 0) - (other[at] ?? 0)) - limit);
    }
    if (change === 0) continue;
    const line = along === "x" ? pixel % width : Math.floor(pixel / width);
    motion[line] = (motion[line] ?? 0) + change;
    total += change;
    moving++;
  }
  if (total / pixels < LEAST_MOTION || moving / pixels > EVERYWHERE) return null;
  const best = bestWindow(motion, window, before);
  return centroid(motion, best, window);
}

/** The middle of the window that holds the most, what is in its middle counting more than what is at its edges. */
function bestWindow(motion: Float64Array, window: number, before: number | null): number {
  const half = window / 2;
  let best = motion.length / 2;
  let most = -1;
  for (let centre = 0.5; centre < motion.length; centre++) {
    let held = 0;
    const last = Math.min(motion.length - 1, Math.floor(centre + half));
    for (let line = Math.max(0, Math.ceil(centre - half)); line <= last; line++) {
      held += (motion[line] ?? 0) * (1 - (Math.abs(line + 0.5 - centre) / half) ** 2);
    }
    const fromMiddle = (centre - motion.length / 2) / motion.length;
    const fromBefore = before === null ? 0 : (centre - before) / window;
    const liking = 1 + CENTRE_PRIOR * Math.exp(-8 * fromMiddle ** 2);
    const staying = before === null ? 1 : 1 + STEADINESS * Math.exp(-2 * fromBefore ** 2);
    if (held * liking * staying > most) [best, most] = [centre, held * liking * staying];
  }
  return best;
}

function centroid(motion: Float64Array, centre: number, window: number): number {
  let sum = 0;
  let moment = 0;
  const last = Math.min(motion.length - 1, Math.floor(centre + window / 2));
  for (let line = Math.max(0, Math.ceil(centre - window / 2)); line <= last; line++) {
    sum += motion[line] ?? 0;
    moment += (motion[line] ?? 0) * (line + 0.5);
  }
  return sum === 0 ? centre : moment / sum;
}
