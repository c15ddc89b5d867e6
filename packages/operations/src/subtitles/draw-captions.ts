import type { Caption, ShownCaption } from "@proxx/media";
import { ProxxError } from "@proxx/contract";
import { drawCaption, type DrawnCaption, type Fonts, type PictureSize } from "@proxx/drawing";
import type { CaptionLook } from "./caption-look.ts";

export interface Drawing {
  readonly captions: readonly Caption[];
  readonly look: CaptionLook;
  readonly locale: string | undefined;
  readonly fonts: Fonts;
  readonly frame: PictureSize;
}

/** A part of a frame, in even numbers. */
export interface Strip extends PictureSize {
  readonly x: number;
  readonly y: number;
}

/** How many are drawn at the same time. */
const DRAWN_AT_ONCE = 4;

/** The part of the frame in which each of the captions has room; null where none has anything to be seen. */
export async function captionStrip(drawing: Drawing, signal: AbortSignal): Promise<Strip | null> {
  const all = drawing.captions.map((_, caption): ShownCaption => ({ caption, active: null, spoken: 0 }));
  let strip: Strip | null = null;
  await drawEach(drawing, all, signal, (_, drawn) => {
    strip = strip === null ? drawn : around(strip, drawn);
  });
  return strip;
}

/** A caption in one of its states, as RGBA of the strip's size. */
export async function drawEachOnStrip(
  drawing: Drawing,
  states: readonly ShownCaption[],
  { strip, signal }: { strip: Strip; signal: AbortSignal },
  take: (state: ShownCaption, rgba: Uint8Array) => Promise<void>,
): Promise<void> {
  await drawEach(drawing, states, signal, (state, drawn) => take(state, onStrip(drawn, strip)));
}

async function drawEach(
  drawing: Drawing,
  states: readonly ShownCaption[],
  signal: AbortSignal,
  take: (state: ShownCaption, drawn: DrawnCaption) => Promise<void> | void,
): Promise<void> {
  for (let from = 0; from < states.length; from += DRAWN_AT_ONCE) {
    if (signal.aborted) {
      throw new ProxxError("aborted", "The captions were not drawn to the end.", {
        hint: "Run it again to make what is missing.",
      });
    }
    const some = states.slice(from, from + DRAWN_AT_ONCE);
    await Promise.all(some.map(async (state) => await take(state, await draw(drawing, state))));
  }
}

async function draw(
  { captions, look, locale, fonts, frame }: Drawing,
  { caption, active, spoken }: ShownCaption,
): Promise<DrawnCaption> {
  let index = 0;
  const lines = (captions[caption]?.lines ?? []).map((line) =>
    line.map(({ text, joined }) => {
      const state = index === active ? "active" : index < spoken ? "spoken" : "normal";
      index++;
      return { text, joined, state } as const;
    }),
  );
  const language = locale === undefined ? {} : { language: locale };
  return await drawCaption(fonts, { lines, style: look.style, frame, format: "rgba", ...language });
}

function around(one: Strip, other: Strip): Strip {
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
  return {
    x,
    y,
    width: Math.max(one.x + one.width, other.x + other.width) - x,
    height: Math.max(one.y + one.height, other.y + other.height) - y,
  };
}

function onStrip({ image, x, y, width, height }: DrawnCaption, strip: Strip): Uint8Array {
  const rgba = Buffer.alloc(strip.width * strip.height * 4);
  for (let row = 0; row < height; row++) {
    const target = ((y - strip.y + row) * strip.width + x - strip.x) * 4;
    image.copy(rgba, target, row * width * 4, (row + 1) * width * 4);
  }
  return rgba;
}
