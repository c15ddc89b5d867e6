import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AspectRatio } from "@proxx/contract";
import { CARD_THEMES, drawCard, type Fonts, type PictureSize } from "@proxx/drawing";
import {
  fileUrl,
  filter,
  filterTo,
  formatRational,
  inputStream,
  type GraphInput,
  type Rational,
  type Stream,
} from "@proxx/media";
import { framesIn, secondsOfFrames, type Picture, even, exactFrames, largestPart } from "@proxx/composition";

export interface Shot {
  prompt: string;
  /** The shot's number in its plan. */
  number: number;
  seconds: number;
  width: number;
  height: number;
  rate: Rational;
  /** Other colours for the same words. */
  seed: number;
  /** What the card says at its foot: which model is stood in for. */
  label: string;
  /** Shown above the words, in place of colours. */
  backdrop: Picture | null;
  /** Shapes to which it will be cut: the words stand in what they all leave. */
  cutTo: readonly AspectRatio[];
}

/** What stands in for a clip that no model has made: its prompt as a card over colours that move, exactly as long. */
export function animatic(shot: Shot, fonts: () => Fonts): Picture {
  const { width, height, rate } = shot;
  const frames = framesIn(shot.seconds, rate);
  const back = shot.backdrop === null ? movingColours(shot) : slowZoom(shot.backdrop, shot, frames);
  const words = filter(inputStream(cardInput(shot, fonts), "video"), "format", { pix_fmts: "yuva420p" });
  const titled = filter([back, words], "overlay", { x: 0, y: 0, eof_action: "repeat", format: "yuv420" });
  const stream = exactFrames(timeBar(titled, shot, secondsOfFrames(frames, rate)), frames, rate);
  return { stream, width, height, rate, frames, still: false, alpha: false };
}

/** A picture of the same words, for where a picture is asked for. */
export async function drawStill(
  shot: Pick<Shot, "prompt" | "width" | "height" | "label" | "cutTo">,
  fonts: Fonts,
): Promise<Buffer> {
  const { width, height, prompt, label } = shot;
  const { text: body } = await fonts.drawablePart(prompt);
  const seen = seenPart(shot);
  const { image } = await drawCard(fonts, { width, height, seen, body, corners: { bottomLeft: label } });
  return image;
}

/** The middle of a picture, which is left when it is cut to each of the shapes. */
function seenPart({ width, height, cutTo }: Pick<Shot, "width" | "height" | "cutTo">): PictureSize {
  const parts = cutTo.map((shape) => largestPart({ width, height }, shape));
  return {
    width: Math.min(width, ...parts.map((part) => part.width)),
    height: Math.min(height, ...parts.map((part) => part.height)),
  };
}

function cardInput(shot: Shot, fonts: () => Fonts): GraphInput {
  const { width, height, prompt, label, backdrop } = shot;
  return {
    prepare: async (workDir) => {
      const { text: body } = await fonts().drawablePart(prompt);
      const { image } = await drawCard(fonts(), {
        width,
        height,
        seen: seenPart(shot),
        // What the picture shows, which may be words as well, is not to be read through these.
        place: backdrop === null ? "middle" : "foot",
        body,
        corners: { topLeft: `Shot ${shot.number}`, topRight: `${formatSeconds(shot.seconds)} s`, bottomLeft: label },
        theme: { ...CARD_THEMES.slate, scrim: backdrop === null ? "#0b0e1666" : "#0b0e16e6" },
        transparentBackground: true,
      });
      const path = join(workDir, "card.png");
      await writeFile(path, image);
      return ["-f", "png_pipe", "-i", fileUrl(path)];
    },
  };
}

// Drawn small and made large: it is soft either way, and a fiftieth of the pixels.
const COARSE = 8;

function movingColours({ width, height, rate, prompt, seed }: Shot): Stream {
  const [w, h] = [even(width / COARSE), even(height / COARSE)];
  const [c0, c1, c2] = coloursOf(`${seed} ${prompt}`);
  const colours = filterTo([], "video", "gradients", {
    size: `${w}x${h}`,
    rate: formatRational(rate),
    c0,
    c1,
    c2,
    nb_colors: 3,
    type: "linear",
    x0: 0,
    y0: 0,
    x1: w,
    y1: h,
    speed: 0.012,
    seed: 1,
  });
  const large = filter(filter(colours, "format", { pix_fmts: "gbrp" }), "scale", {
    w: width,
    h: height,
    flags: "bicubic+accurate_rnd+bitexact",
    out_color_matrix: "bt709",
    out_range: "tv",
  });
  return standard(large);
}

function slowZoom(backdrop: Picture, { width, height, rate, seconds }: Shot, frames: number): Stream {
  const held = backdrop.still
    ? filter(filter(backdrop.stream, "loop", { loop: -1, size: 1 }), "fps", { fps: formatRational(rate) })
    : backdrop.stream;
  // Twice the size before it is cropped: whole pixels of a small picture would make the movement jerk.
  const large = filter(held, "scale", { w: width * 2, h: height * 2, force_original_aspect_ratio: "increase" });
  const filled = filter(large, "crop", { w: width * 2, h: height * 2 });
  const zoomed = filter(filled, "zoompan", {
    z: `1+0.08*on/${frames}`,
    x: "iw/2-iw/zoom/2",
    y: "ih/2-ih/zoom/2",
    d: 1,
    s: `${width}x${height}`,
    fps: formatRational(rate),
  });
  return standard(filter(zoomed, "trim", { duration: seconds + 1 }));
}

function standard(stream: Stream): Stream {
  const format = filter(filter(stream, "setsar", { sar: 1 }), "format", { pix_fmts: "yuv420p" });
  return filter(format, "setparams", {
    range: "tv",
    color_primaries: "bt709",
    color_trc: "bt709",
    colorspace: "bt709",
  });
}

/** A bar at the foot that fills up as the shot goes on. */
function timeBar(stream: Stream, { width, height, rate }: Shot, seconds: number): Stream {
  const thickness = even(Math.max(2, Math.min(width, height) / 120));
  const bar = filterTo([], "video", "color", {
    color: "0xffb454",
    size: `${width}x${thickness}`,
    rate: formatRational(rate),
  });
  return filter([stream, filter(bar, "format", { pix_fmts: "yuv420p" })], "overlay", {
    x: `-W+W*t/${seconds.toFixed(6)}`,
    y: height - thickness,
    format: "yuv420",
    shortest: true,
  });
}

/** Three colours that go together, dark enough for light words, decided by the words. */
function coloursOf(text: string): [string, string, string] {
  const [first = 0, second = 0] = createHash("sha256").update(text).digest();
  const hue = (first / 256) * 360;
  const away = 30 + (second / 256) * 60;
  return [colour(hue, 0.55, 0.16), colour(hue + away, 0.5, 0.34), colour(hue + 2 * away, 0.45, 0.24)];
}

function colour(hue: number, saturation: number, lightness: number): string {
  const channel = (offset: number) => {
    const k = (offset + hue / 30) % 12;
    const value = lightness - saturation * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(255 * value)
      .toString(16)
      .padStart(2, "0");
  };
  return `0x${channel(0)}${channel(8)}${channel(4)}`;
}

function formatSeconds(seconds: number): string {
  return String(Math.round(seconds * 100) / 100);
}
