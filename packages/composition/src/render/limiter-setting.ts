/** What a limiter is given: so many decibels more, of which peaks in dBTP above the ceiling are taken off. */
export interface LimiterSetting {
  gain: number;
  ceiling: number;
}

/** How far a sound came out from what it was to be. */
export interface Miss {
  /** LU that are missing; negative where it is too loud. */
  loudness: number;
  /** dB by which its highest peak is over the limit; negative where it is below. */
  peak: number;
}

/** How many LU from the target are near enough, so that no further attempt is made. */
const TOLERANCE = 0.3;
/** How many decibels a limiter can take off before everybody hears it. */
const MOST_LIMITING = 12;

export function firstSetting(linearGain: number, limit: number): LimiterSetting {
  return { gain: linearGain, ceiling: limit - 0.2 };
}

export function isNearEnough({ loudness, peak }: Miss): boolean {
  return Math.abs(loudness) <= TOLERANCE && peak <= 0;
}

/** The less, the better. A peak over the limit weighs more than any loudness. */
export function weightOf({ loudness, peak }: Miss): number {
  return Math.abs(loudness) + 100 * Math.max(0, peak);
}

/** The setting to try after one that came out like this. */
export function nextSetting(
  { gain, ceiling }: LimiterSetting,
  { loudness, peak }: Miss,
  { isLimited, linearGain }: { isLimited: boolean; linearGain: number },
): LimiterSetting {
  return {
    // The limiter takes back some of what is added.
    gain: Math.min(gain + loudness * (isLimited ? 1.3 : 1), linearGain + MOST_LIMITING),
    ceiling: peak > 0 ? ceiling - peak - 0.1 : ceiling,
  };
}
