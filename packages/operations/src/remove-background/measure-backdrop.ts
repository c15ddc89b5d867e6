import { dirname } from "node:path";
import { ProxxError, type OperationContext } from "@proxx/contract";
import { discard, filter, toNumber, type MediaTools } from "@proxx/media";
import { LEAST_CHROMA, toneOf, type ColourKey, type Picture, even, framesOf, samplePictures } from "@proxx/composition";

const LOOKS = 8;
/** A backdrop does not change: the beginning of a long film tells as much as all of it. */
const LOOK_SECONDS = 20;
const LOOK_SIDE = 96;

/** The colour of what is behind, by the picture's border, and how far it strays. */
export async function measureBackdrop(
  picture: Picture,
  context: Pick<OperationContext, "workDir" | "signal">,
  tools: MediaTools,
): Promise<ColourKey> {
  const shrink = Math.min(1, LOOK_SIDE / Math.max(picture.width, picture.height));
  const size = { width: even(picture.width * shrink), height: even(picture.height * shrink) };
  const frames = Math.min(picture.frames, Math.ceil(LOOK_SECONDS * toNumber(picture.rate)));
  const begun = filter(picture.stream, "trim", { end_frame: frames });
  const looks = filter(begun, "framestep", { step: Math.max(1, Math.floor(frames / LOOKS)) });
  const small = filter(looks, "scale", {
    w: size.width,
    h: size.height,
    in_color_matrix: "bt709",
    flags: "area+bitexact",
  });
  const [path = ""] = await samplePictures([{ stream: small, pixelFormat: "rgba" }], context, tools);
  const border: Colour[] = [];
  for await (const frame of framesOf(path, size.width * size.height * 4)) border.push(...borderOf(frame, size));
  await discard(dirname(path));
  return backdropOf(border);
}

export type Colour = readonly [red: number, green: number, blue: number];

/** Of the border's pixels, how many have to be the backdrop's: people reach over the edge. */
const LEAST_SHARE = 0.6;
/** How far from its tone, and how far in light and all, the backdrop may be. */
const TONE_REACH = 0.07;
const LIGHT_REACH = 0.12;

/** What most of a border's pixels are. Fails where they are no one colour. */
export function backdropOf(border: readonly Colour[]): ColourKey {
  const middle = border.length === 0 ? undefined : medianOf(border);
  if (middle === undefined) throw notPlain();
  const color = hexOf(middle);
  const tone = toneOf(color);
  const isTone = tone.distance >= LEAST_CHROMA;
  const strayed = border.map((colour) => (isTone ? toneBetween(colour, middle) : lightBetween(colour, middle)));
  const near = strayed.filter((off) => off <= (isTone ? TONE_REACH : LIGHT_REACH)).toSorted((a, b) => a - b);
  if (near.length < border.length * LEAST_SHARE) throw notPlain();
  const usual = near[Math.floor(near.length * 0.95)] ?? 0;
  if (isTone) {
    const similarity = Math.min(tone.distance * 0.6, Math.max(0.05, usual * 1.5 + 0.03));
    return { color, similarity, blend: Math.min(0.12, tone.distance * 0.3) };
  }
  return { color, similarity: Math.min(0.2, Math.max(0.03, usual * 1.5 + 0.02)), blend: 0.08 };
}

function notPlain(): ProxxError {
  return new ProxxError(
    "media_unsupported",
    "What is behind is not of one colour, and cannot be told from what is before.",
    {
      hint: "Name a matting model (`model`), or the backdrop's `color` where it is plain but hardly reaches the edges.",
    },
  );
}

/** The edge above and the upper two thirds of those beside: below, people reach out of the picture. */
function borderOf(frame: Uint8Array, { width, height }: { width: number; height: number }): Colour[] {
  const thick = Math.max(1, Math.round(Math.min(width, height) * 0.05));
  const colours: Colour[] = [];
  for (let y = 0; y < (height * 2) / 3; y++) {
    for (let x = 0; x < width; x++) {
      if (y >= thick && x >= thick && x < width - thick) continue;
      const at = (y * width + x) * 4;
      // What is transparent already has no colour.
      if ((frame[at + 3] ?? 0) > 128) colours.push([frame[at] ?? 0, frame[at + 1] ?? 0, frame[at + 2] ?? 0]);
    }
  }
  return colours;
}

function medianOf(colours: readonly Colour[]): Colour {
  const middle = (channel: 0 | 1 | 2) => {
    const sorted = colours.map((colour) => colour[channel]).toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  };
  return [middle(0), middle(1), middle(2)];
}

function toneBetween(one: Colour, other: Colour): number {
  const [first, second] = [toneOf(hexOf(one)), toneOf(hexOf(other))];
  return Math.hypot(first.u - second.u, first.v - second.v) / Math.hypot(255, 255);
}

function lightBetween(one: Colour, other: Colour): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]) / Math.hypot(255, 255, 255);
}

function hexOf(colour: Colour): string {
  return `#${colour.map((value) => value.toString(16).padStart(2, "0")).join("")}ff`;
}
