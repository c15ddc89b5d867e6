/** How a movie breathes: pauses and motions, in seconds. */
export interface Pace {
  /** Before the first word, and after the last. */
  readonly opening: number;
  readonly closing: number;
  readonly betweenLines: number;
  /** Where somebody else begins to speak. */
  readonly betweenSpeakers: number;
  /** From the last word of a section to the first of the next; the slide changes in it. */
  readonly betweenSections: number;
  /** From the last word to the change of the slide. */
  readonly beforeChange: number;
  /** How long a slide takes to change. */
  readonly change: number;
  /** How long before its first word something comes that is spoken of. */
  readonly ahead: number;
  /** Something that nobody speaks of is shown for at least so long, and longer the more there is to read. */
  readonly leastSilent: number;
}

export const PACE: Pace = {
  opening: 0.7,
  closing: 1,
  betweenLines: 0.35,
  betweenSpeakers: 0.45,
  betweenSections: 0.9,
  beforeChange: 0.2,
  change: 0.4,
  ahead: 0.2,
  leastSilent: 2.5,
};
