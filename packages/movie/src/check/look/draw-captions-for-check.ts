import { placeCaption, type Fonts } from "@proxx/drawing";
import { joinWords, textWidth, toNumber, wordsOf, type Caption } from "@proxx/media";
import { captionRoomOf } from "../../timeline/caption-cues.ts";
import type { MovieTimes } from "../../timeline/movie-times.ts";
import { subtitleStyle } from "../../video/look.ts";
import type { SeenCaption, SeenLine } from "./seen-movie.ts";

/** The subtitles as they are drawn, each with its line. Only those are drawn that are near their room. */
export async function drawCaptionsForCheck(
  lines: readonly SeenLine[],
  { times, size, fonts, language }: { times: MovieTimes; size: SeenSize; fonts: Fonts; language: string },
): Promise<SeenCaption[]> {
  const rate = toNumber(times.frameRate);
  const placed = times.sections.flatMap((section) => section.lines);
  const byId = new Map(lines.map((line) => [line.line.id, line]));
  const seen: SeenCaption[] = [];
  for (const caption of times.captions) {
    const place = placed.findLast(({ from }) => from / rate <= caption.start + 1e-6);
    const line = place === undefined ? undefined : byId.get(place.narration.id);
    if (line === undefined) continue;
    const room = captionRoomOf(line.line.text, size);
    const text = caption.lines.map(joinWords).join(" ");
    const isNear = textWidth(text) > room.lineWidth * room.lines * NEAR || hasLongWord(caption, room.lineWidth * NEAR);
    seen.push({
      text,
      seconds: caption.end - caption.start,
      words: wordsOf(caption).map((word) => word.text),
      at: [...line.at, "text"],
      drawn: isNear ? await drawnOf(caption, { size, fonts, language }) : null,
      lineWidth: room.lineWidth,
    });
  }
  return seen;
}

type SeenSize = { readonly width: number; readonly height: number };

const NEAR = 0.9;

function hasLongWord(caption: Caption, width: number): boolean {
  return wordsOf(caption).some(({ text }) => textWidth(text) > width);
}

async function drawnOf(
  { lines }: Caption,
  { size, fonts, language }: { size: SeenSize; fonts: Fonts; language: string },
): Promise<SeenCaption["drawn"]> {
  const words = lines.map((line) => line.map(({ text, joined }) => ({ text, joined })));
  const text = words
    .flat()
    .map((word) => word.text)
    .join(" ");
  if ((await fonts.missingGlyphs(text, language)).length > 0) return null;
  const drawn = await placeCaption(fonts, { lines: words, style: subtitleStyle(size), frame: size, language });
  return { lines: drawn.lines.length, shrunkTo: drawn.shrunkTo };
}
