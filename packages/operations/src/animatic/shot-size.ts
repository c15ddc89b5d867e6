import { AspectRatio } from "@proxx/contract";
import { even } from "@proxx/composition";

/** The shorter side, in pixels. */
const SHORTER_SIDE = { "480p": 480, "720p": 720, "1080p": 1080, "4k": 2160 } as const;
const MAX_SIDE = 8192;

/** The size of a picture of this shape, 16:9 where none is said: `1080p` is 1080 pixels on its shorter side. */
export function shotSize(
  shape: AspectRatio = new AspectRatio(16, 9),
  resolution: keyof typeof SHORTER_SIDE = "1080p",
): { width: number; height: number } {
  const { width: across, height: down } = shape;
  const shorter = SHORTER_SIDE[resolution];
  const longer = Math.min(MAX_SIDE, even((shorter * Math.max(across, down)) / Math.min(across, down)));
  return across >= down ? { width: longer, height: shorter } : { width: shorter, height: longer };
}
