import { seconds, volume } from "@proxx/contract/parameters";
import { z } from "zod";

/** What is laid under a film: music, speech. Of a film among a merge's items, `volume` and the fades are of its sound. */
export const laidSoundFields = {
  /** Seconds from the beginning of the whole. @default 0 */
  offset: seconds().optional(),
  /** @default 1 */
  volume: volume().optional(),
  /** Seconds. @default 0 */
  fadeIn: seconds().optional(),
  /** Seconds. @default 0; half a second of what the film's end cuts off */
  fadeOut: seconds().optional(),
  /** Begin again until the picture ends. @default false */
  loop: z.boolean().optional(),
} as const;
