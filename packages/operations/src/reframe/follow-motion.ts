import { dirname } from "node:path";
import type { OperationContext } from "@proxx/contract";
import { discard, filter, toNumber, type MediaTools } from "@proxx/media";
import { type Picture, even, framesOf, samplePictures } from "@proxx/composition";
import { differenceOf, findCuts } from "./find-cuts.ts";
import { follow, type Knot, type Sighting } from "./follow.ts";
import { centreOfInterest, type GreyPicture } from "./interest.ts";

interface Window {
  along: "x" | "y";
  /** In the picture's own pixels. */
  length: number;
  /** Where its middle is while nothing moves. */
  rest: number;
}

/** How often a second is looked for what moves, how large the picture is for that, and for finding cuts in every frame. */
const LOOKS_PER_SECOND = 6;
const LOOK_SIDE = 96;
const CUT_SIDE = 32;

/** The path of a window's middle that keeps what moves in view: for each shot, from knot to knot. */
export async function followMotion(
  picture: Picture,
  { along, length, rest }: Window,
  context: Pick<OperationContext, "workDir" | "signal" | "progress">,
  tools: MediaTools,
): Promise<Knot[][]> {
  const { rate, frames } = picture;
  const look = { ...shrunk(picture, LOOK_SIDE), along };
  const glance = shrunk(picture, CUT_SIDE);
  const small = filter(picture.stream, "scale", { w: look.width, h: look.height, flags: "area+bitexact" });
  const grey = filter(small, "format", { pix_fmts: "gray" });
  const every = Math.max(1, Math.round(toNumber(rate) / LOOKS_PER_SECOND));
  const looks = filter(grey, "framestep", { step: every });
  const glances = filter(grey, "scale", { w: glance.width, h: glance.height, flags: "area+bitexact" });
  const onFrame = (frame: number) => context.progress(frame, frames, "looking for what moves");
  const paths = await samplePictures(
    [
      { stream: looks, pixelFormat: "gray" },
      { stream: glances, pixelFormat: "gray" },
    ],
    { ...context, onFrame },
    tools,
  );
  const [looksPath = "", glancesPath = ""] = paths;
  const cuts = await cutsIn(glancesPath, glance.width * glance.height);
  const scale = (along === "x" ? picture.width : picture.height) / (along === "x" ? look.width : look.height);
  const sightings = await sightingsIn(looksPath, { ...look, window: length / scale }, { every, cuts, scale });
  await discard(dirname(looksPath));
  const side = along === "x" ? picture.width : picture.height;
  return [0, ...cuts].map((from, index) =>
    follow(sightings, {
      from,
      to: cuts[index] ?? frames,
      framesPerSecond: toNumber(rate),
      window: length,
      least: length / 2,
      most: side - length / 2,
      rest,
    }),
  );
}

function shrunk({ width, height }: Picture, longest: number): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: even(width * scale), height: even(height * scale) };
}

async function cutsIn(path: string, bytesPerFrame: number): Promise<number[]> {
  const changes: number[] = [];
  let before: Uint8Array | null = null;
  for await (const frame of framesOf(path, bytesPerFrame)) {
    changes.push(before === null ? 0 : differenceOf(before, frame));
    before = frame;
  }
  return findCuts(changes);
}

async function sightingsIn(
  path: string,
  look: GreyPicture & { window: number },
  { every, cuts, scale }: { every: number; cuts: readonly number[]; scale: number },
): Promise<Sighting[]> {
  const sightings: Sighting[] = [];
  let before: Uint8Array | null = null;
  let last: number | null = null;
  let index = 0;
  let shot = 0;
  for await (const frame of framesOf(path, look.width * look.height)) {
    const at = index * every;
    const sameShot = (cuts[shot] ?? Infinity) > at;
    while ((cuts[shot] ?? Infinity) <= at) shot++;
    if (!sameShot) last = null;
    if (before !== null && sameShot) {
      const position = centreOfInterest(before, frame, look, last);
      last = position ?? last;
      // What moved between two looks was, on average, there halfway between them.
      sightings.push({ frame: at - every / 2, position: position === null ? null : position * scale });
    }
    before = frame;
    index++;
  }
  return sightings;
}
