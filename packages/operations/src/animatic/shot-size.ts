import { even } from "@proxx/composition";

/** The shorter side, in pixels. */
const SHORTER_SIDE = { "480p": 480, "720p": 720, "1080p": 1080, "4k": 2160 } as const;
const MAX_SIDE = 8192;

/** The size of a picture of this shape: `1080p` is 1080 pixels on its shorter side. */
export function shotSize(
  aspectRatio: string,
  resolution: keyof typeof SHORTER_SIDE = "1080p",
): { width: number; height: number } {
  const [across = 16, down = 9] = aspectRatio.split(":").map(Number);
  const shorter = SHORTER_SIDE[resolution];
  const longer = Math.min(MAX_SIDE, even((shorter * Math.max(across, down)) / Math.min(across, down)));
  return across >= down ? { width: longer, height: shorter } : { width: shorter, height: longer };
}
