import { dirname } from "node:path";
import type { OperationContext } from "@proxx/contract";
import { discard, filter, toNumber, type MediaTools } from "@proxx/media";
import { type Picture, even, framesOf, samplePictures } from "@proxx/composition";
import { differenceOf, findCuts } from "./find-cuts.ts";
import { follow, type Knot, type Sighting } from "./follow.ts";
import { createNoiseMeter } from "./noise.ts";
import { centreOfInterest, type InterestOptions } from "./interest.ts";

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

/** Light and two of colour: red upon green may be of one light. */
const PLANES = 3;

export interface Followed {
  /** The path of the window's middle: for each shot, from knot to knot. */
  readonly path: readonly Knot[][];
  /** Whether anything that moves was seen. */
  readonly found: boolean;
}

/** The path of a window that keeps what moves in view. */
export async function followMotion(
  picture: Picture,
  { along, length, rest }: Window,
  context: Pick<OperationContext, "workDir" | "signal" | "progress">,
  tools: MediaTools,
): Promise<Followed> {
  const { rate, frames } = picture;
  const look = { ...shrunk(picture, LOOK_SIDE), along };
  const glance = shrunk(picture, CUT_SIDE);
  const scaled = filter(picture.stream, "scale", { w: look.width, h: look.height, flags: "area+bitexact" });
  // Said here, or ffmpeg makes both of grey, since the glances want no more.
  const small = filter(scaled, "format", { pix_fmts: "yuv444p" });
  const every = Math.max(1, Math.round(toNumber(rate) / LOOKS_PER_SECOND));
  const looks = filter(small, "framestep", { step: every });
  const glances = filter(filter(small, "format", { pix_fmts: "gray" }), "scale", {
    w: glance.width,
    h: glance.height,
    flags: "area+bitexact",
  });
  const onFrame = (frame: number) => context.progress(frame, frames, "looking for what moves");
  const paths = await samplePictures(
    [
      { stream: looks, pixelFormat: "yuv444p" },
      { stream: glances, pixelFormat: "gray" },
    ],
    { ...context, onFrame },
    tools,
  );
  const [looksPath = "", glancesPath = ""] = paths;
  const cuts = await cutsIn(glancesPath, glance.width * glance.height);
  const scale = (along === "x" ? picture.width : picture.height) / (along === "x" ? look.width : look.height);
  const film = { path: looksPath, planeSize: look.width * look.height, every, cuts };
  const noise = await noiseOf(film);

  const sightings = await sightingsIn(film, { ...look, window: length / scale, noise }, scale);
  await discard(dirname(looksPath));
  const side = along === "x" ? picture.width : picture.height;
  const path = [0, ...cuts].map((from, index) =>
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
  return { path, found: sightings.some(({ position }) => position !== null) };
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

/** The looks at a film: a file of them, every how many frames there is one, where shots begin. */
interface Looks {
  path: string;
  planeSize: number;
  every: number;
  cuts: readonly number[];
}

async function noiseOf(looks: Looks): Promise<number[]> {
  const meter = createNoiseMeter(PLANES);
  for await (const { before, after } of pairsOf(looks)) meter.compare(before, after);
  return meter.limits();
}

async function sightingsIn(looks: Looks, options: InterestOptions, scale: number): Promise<Sighting[]> {
  const sightings: Sighting[] = [];
  let last: { shot: number; position: number } | null = null;
  for await (const { before, after, at, shot } of pairsOf(looks)) {
    const position = centreOfInterest(before, after, options, last?.shot === shot ? last.position : null);
    if (position !== null) last = { shot, position };
    // What moved between two looks was, on average, there halfway between them.
    sightings.push({ frame: at - looks.every / 2, position: position === null ? null : position * scale });
  }
  return sightings;
}

/** Each two neighbouring looks of one shot, with the frame and the shot's number of the second. */
async function* pairsOf({ path, planeSize, every, cuts }: Looks) {
  let before: Uint8Array | null = null;
  let at = 0;
  let shot = 0;
  for await (const after of framesOf(path, planeSize * PLANES)) {
    const sameShot = (cuts[shot] ?? Infinity) > at;
    while ((cuts[shot] ?? Infinity) <= at) shot++;
    if (before !== null && sameShot) yield { before, after, at, shot };
    before = after;
    at += every;
  }
}
