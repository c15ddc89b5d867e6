import { join } from "node:path";
import {
  filter,
  inputStream,
  safeInputArguments,
  type GraphInput,
  captionStates,
  encodePng,
  stateKey,
  type CaptionState,
  type ShownCaption,
} from "@proxx/media";
import { type Picture, scaled, standardForm } from "@proxx/composition";
import { captionStrip, drawEachOnStrip, type Drawing, type Strip } from "./draw-captions.ts";
import { createPictureTrack } from "./picture-track.ts";

/**
 * Draws captions into a picture: as a film of their own, which is only as large as all of them need and changes on the very
 * frames on which they do. It is drawn when the picture is rendered.
 */
export async function burnCaptions(
  picture: Picture,
  options: Omit<Drawing, "frame">,
  signal: AbortSignal,
): Promise<Picture> {
  const drawing = { ...options, frame: { width: picture.width, height: picture.height } };
  const strip = await captionStrip(drawing, signal);
  if (strip === null) return picture;
  const states = captionStates(drawing.captions, picture, drawing.look.highlight);
  const input: GraphInput = {
    async prepare(workDir, renderSignal) {
      const path = join(workDir, "captions.mov");
      await writeCaptionTrack(path, { drawing, states, strip, picture, signal: renderSignal });
      return safeInputArguments(path);
    },
  };
  const { rate } = picture;
  // Both count in frames: what is to change on a frame changes on that frame.
  const timeBase = { expr: `${rate.denominator}/${rate.numerator}` };
  const drawn = filter(scaled(inputStream(input, "video"), strip), "format", { pix_fmts: "yuva420p" });
  const stream = filter([filter(picture.stream, "settb", timeBase), filter(drawn, "settb", timeBase)], "overlay", {
    x: strip.x,
    y: strip.y,
    format: "yuv420",
    eof_action: "repeat",
  });
  return { ...picture, stream: standardForm(stream, picture.alpha) };
}

interface CaptionTrack {
  drawing: Drawing;
  states: readonly CaptionState[];
  strip: Strip;
  picture: Picture;
  signal: AbortSignal;
}

async function writeCaptionTrack(
  path: string,
  { drawing, states, strip, picture, signal }: CaptionTrack,
): Promise<void> {
  const { width, height } = strip;
  const track = await createPictureTrack(path, { width, height, rate: picture.rate });
  try {
    const blank = await track.add(await encodePng(new Uint8Array(width * height * 4), width, height));
    const pictures = new Map([[stateKey(null), blank]]);
    const distinct = new Map<string, ShownCaption>();
    for (const { shown } of states) if (shown !== null) distinct.set(stateKey(shown), shown);
    await drawEachOnStrip(drawing, [...distinct.values()], { strip, signal }, async (shown, rgba) => {
      pictures.set(stateKey(shown), await track.add(await encodePng(rgba, width, height)));
    });
    for (const { from, to, shown } of states) track.show(pictures.get(stateKey(shown)) ?? blank, to - from);
  } finally {
    await track.close();
  }
}
